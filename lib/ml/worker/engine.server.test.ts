import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Manifest } from '@/lib/contracts/package';
import { checkChipDifference } from '@/lib/ml/check-chips';
import { parseManifest } from '@/lib/ml/package/manifest';
import { forgetfulStore } from '@/lib/ml/package/store';
import type { PackageStore } from '@/lib/ml/package/store';
import type { Pixels } from '@/lib/ml/preprocess/resample';
import { Engine } from '@/lib/ml/worker/engine';
import type { EngineContext } from '@/lib/ml/worker/engine';
import { lackOfTrainer, samplePackages } from '@/tests/model/sample-packages';
import type { SamplePackages } from '@/tests/model/sample-packages';
import { serve } from '@/tests/model/static-server';
import type { StaticServer } from '@/tests/model/static-server';

/** The whole pipeline of the model worker in Node, on packages that the trainer made, tfjs's wasm backend included. */
const lack = lackOfTrainer();
const TOLERANCE = 1e-4;

async function decode(picture: Blob): Promise<Pixels> {
  const { data, info } = await sharp(Buffer.from(await picture.arrayBuffer()))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: 3, data };
}

function memoryStore(): PackageStore & { choices: Map<string, string> } {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const manifests = new Map<string, string>();
  const choices = new Map<string, string>();
  const set = <T>(map: Map<string, T>) => {
    return (key: string, value: T): Promise<void> => Promise.resolve(void map.set(key, value));
  };
  return {
    choices,
    file: (sha256) => Promise.resolve(files.get(sha256)),
    keepFile: set(files),
    dropFile: (sha256) => Promise.resolve(void files.delete(sha256)),
    manifest: (versionId) => Promise.resolve(manifests.get(versionId)),
    keepManifest: set(manifests),
    choice: (key) => Promise.resolve(choices.get(key)),
    keepChoice: set(choices),
  };
}

function engineWith(changes: Partial<EngineContext> = {}): Engine {
  return new Engine({
    store: forgetfulStore,
    machine: () => Promise.resolve({ backends: ['wasm'], name: 'node' }),
    decode,
    pixelsAreAltered: () => false,
    wasmPath: `${path.resolve('node_modules/@tensorflow/tfjs-backend-wasm/dist')}/`,
    onBackend: () => undefined,
    ...changes,
  });
}

describe.skipIf(lack !== null)(`model worker in Node${lack === null ? '' : `: ${lack}`}`, () => {
  const signal = new AbortController().signal;
  const quiet = (): void => undefined;
  let folders: SamplePackages;
  let server: StaticServer;
  let base: Manifest;
  let trained: Manifest;

  beforeAll(async () => {
    folders = await samplePackages();
    server = await serve({ '/base/': folders.base, '/trained/': folders.trained });
    const read = async (folder: string): Promise<Manifest> =>
      parseManifest(await readFile(path.join(folder, 'manifest.json'), 'utf8'));
    base = await read(folders.base);
    trained = await read(folders.trained);
  }, 120_000);
  afterEach(() => {
    server.restore();
    vi.restoreAllMocks();
  });
  afterAll(() => server.close());

  const load = (engine: Engine, which: 'base' | 'trained', versionId: string = which) =>
    engine.load(`${server.origin}/${which}/manifest.json`, versionId, quiet, signal);
  const checkChip = (which: 'base' | 'trained', manifest: Manifest, i: number) => {
    const chip = manifest.checkChips.chips[i];
    if (!chip) throw new Error(`no check chip ${i}`);
    return { ...chip, id: `check-${i}`, imageUrl: `${server.origin}/${which}/${chip.image}` };
  };

  it('gives the trainer’s probabilities and embeddings on the check chips', async () => {
    const engine = engineWith();
    const model = await load(engine, 'trained');
    expect(model).toMatchObject({ backend: 'wasm', features: 1232, name: trained.name });
    expect(model.outputs.map((output) => output.code)).toEqual(trained.outputs.map((o) => o.code));
    expect(trained.checkChips.chips.length).toBeGreaterThanOrEqual(2);
    for (const [i, chip] of trained.checkChips.chips.entries()) {
      const { embedding, probs } = await engine.run(checkChip('trained', trained, i), signal);
      expect(checkChipDifference(chip, 1232, embedding, probs)).toBeLessThanOrEqual(TOLERANCE);
    }
  });

  it('runs a base package, which embeds and predicts nothing', async () => {
    const engine = engineWith();
    expect((await load(engine, 'base')).outputs).toEqual([]);
    const { embedding, probs } = await engine.run(checkChip('base', base, 0), signal);
    expect(probs).toHaveLength(0);
    const [chip] = base.checkChips.chips;
    expect(chip && checkChipDifference(chip, 1232, embedding, null)).toBeLessThanOrEqual(TOLERANCE);
  });

  it('keeps no tensor over many chips of several shapes, and frees the graph of the package before', async () => {
    const engine = engineWith();
    const before = tf.memory().numTensors;
    await load(engine, 'trained');
    const loaded = tf.memory();
    const chip = checkChip('trained', trained, 0);
    for (let i = 0; i < 500; i += 1) {
      // few cells mean a small network input, which keeps 500 runs short; the shapes change with them
      const rows = 1 + (i % 2);
      const cellPx = (chip.cellPx * chip.rows) / rows;
      await engine.run({ ...chip, rows, cols: rows, cellPx }, signal);
    }
    expect(tf.memory().numTensors).toBe(loaded.numTensors);
    expect(tf.memory().numBytes).toBe(loaded.numBytes);
    await load(engine, 'base');
    // the same backbone: the graph is not built twice
    expect(tf.memory().numTensors).toBe(loaded.numTensors);
    expect(loaded.numTensors).toBeGreaterThan(before);
  }, 120_000);

  it('fetches a shared backbone once, and nothing at all the second time', async () => {
    const store = memoryStore();
    const first = server.asked.length;
    await load(engineWith({ store }), 'base');
    const second = server.asked.length;
    expect(server.asked.slice(first)).toContain('/base/tfjs/weights.bin');
    expect(server.asked.slice(first)).not.toContain('/base/onnx/model.onnx');
    await load(engineWith({ store }), 'trained');
    const third = server.asked.length;
    expect(server.asked.slice(second)).toContain('/trained/head.bin');
    expect(server.asked.slice(second)).not.toContain('/trained/tfjs/weights.bin');
    const progress: number[] = [];
    const engine = engineWith({ store });
    const url = `${server.origin}/trained/manifest.json`;
    await engine.load(url, 'trained', (fraction) => progress.push(fraction), signal);
    expect(server.asked.slice(third)).toEqual([]);
    expect(progress.at(-1)).toBeGreaterThanOrEqual(0.8);
  });

  it('does not use a file whose bytes were changed on the way, and keeps none of it', async () => {
    const store = memoryStore();
    server.override('/trained/head.bin', (bytes) => {
      const changed = Uint8Array.from(bytes);
      changed[7] = (changed[7] ?? 0) ^ 1;
      return changed;
    });
    await expect(load(engineWith({ store }), 'trained')).rejects.toMatchObject({
      text: { key: 'browserModel.notLoaded', values: { file: 'head.bin', why: 'altered' } },
    });
    server.restore();
    await expect(load(engineWith({ store }), 'trained')).resolves.toMatchObject({
      backend: 'wasm',
    });
  });

  it('does not trust a file that was damaged in the browser’s store', async () => {
    const store = memoryStore();
    await load(engineWith({ store }), 'trained');
    await store.keepFile(trained.backbone.sha256, new Uint8Array(10));
    const before = server.asked.length;
    await load(engineWith({ store }), 'trained');
    expect(server.asked.slice(before)).toEqual(['/trained/tfjs/weights.bin']);
  });

  it('tries again after a busy server, and says what happened when it stays so', async () => {
    let answers = 0;
    server.override('/trained/head.bin', (bytes) => ((answers += 1) === 1 ? 503 : bytes));
    await load(engineWith(), 'trained');
    expect(answers).toBe(2);
    server.override('/trained/head.bin', () => 404);
    await expect(load(engineWith(), 'trained')).rejects.toMatchObject({
      text: { key: 'browserModel.notLoaded', values: { file: 'head.bin', status: 404 } },
    });
  });

  it('refuses a package whose check chips come out otherwise, and keeps the model before', async () => {
    const engine = engineWith();
    await load(engine, 'trained');
    server.override('/trained/manifest.json', (bytes) => {
      const manifest = parseManifest(Buffer.from(bytes).toString('utf8'));
      const [chip] = manifest.checkChips.chips;
      if (chip) chip.probs = chip.probs.map((p) => p + 2e-4);
      return JSON.stringify(manifest);
    });
    await expect(load(engine, 'trained', 'other')).rejects.toMatchObject({
      text: {
        key: 'browserModel.checkChip',
        values: {
          chip: 'check/0.png',
          backend: 'wasm',
          difference: expect.closeTo(2e-4, 5) as number,
          tolerance: 1e-4,
        },
      },
    });
    await expect(
      load(engineWith({ pixelsAreAltered: () => true }), 'trained'),
    ).rejects.toMatchObject({
      text: { key: 'browserModel.pixelsAltered' },
    });
    const { probs } = await engine.run(checkChip('trained', trained, 0), signal);
    expect(probs).not.toHaveLength(0);
  });

  it('falls to wasm when a graphics backend does not start, and remembers it', async () => {
    const info = vi.spyOn(console, 'info').mockImplementation(() => undefined);
    const store = memoryStore();
    const machine = () => Promise.resolve({ backends: ['webgl', 'wasm'] as const, name: 'bare' });
    expect((await load(engineWith({ store, machine }), 'trained')).backend).toBe('wasm');
    expect([...store.choices.values()]).toEqual(['wasm']);
    expect(info).toHaveBeenCalledTimes(1);
    info.mockClear();
    await load(engineWith({ store, machine }), 'trained');
    expect(info).not.toHaveBeenCalled();
  });

  it('says what is wrong with a picture, a lattice, or a missing model', async () => {
    const engine = engineWith();
    const chip = checkChip('trained', trained, 0);
    await expect(engine.run(chip, signal)).rejects.toMatchObject({
      text: { key: 'browserModel.noneLoaded' },
    });
    await load(engine, 'trained');
    const missing = { ...chip, imageUrl: `${server.origin}/trained/check/none.png` };
    await expect(engine.run(missing, signal)).rejects.toMatchObject({
      text: { key: 'browserModel.pictureStatus', values: { status: 404 } },
    });
    const damaged = { ...chip, imageUrl: `${server.origin}/trained/head.bin` };
    await expect(engine.run(damaged, signal)).rejects.toMatchObject({
      text: { key: 'browserModel.pictureDamaged' },
    });
    await expect(engine.run({ ...chip, rows: 65 }, signal)).rejects.toMatchObject({
      text: { key: 'browserModel.chipTooLarge', values: { rows: 65, maxRows: 64 } },
    });
    await expect(engine.run({ ...chip, cols: 60 }, signal)).rejects.toThrow(
      'some lie outside the picture',
    );
    const aborted = AbortSignal.abort();
    await expect(engine.run(chip, aborted)).rejects.toMatchObject({ name: 'AbortError' });
  });
});
