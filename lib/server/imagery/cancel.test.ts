import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cutChips } from './cut';
import { decode } from './decode';
import { inspectFile } from './inspect';
import { Renderer } from './render';

const SIDE = 8000;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'quadrat-cancel-'));
  process.env['QUADRAT_HOME'] = folder;
  process.env['DATABASE_URL'] ??= 'postgresql://unused';
  process.env['NEXTAUTH_SECRET'] ??= 'a secret only for tests, 32 chars long';
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a decode that is cancelled stops: the rest of the picture is never written', async () => {
  const source = path.join(folder, 'large.png');
  const create = { width: SIDE, height: SIDE, channels: 3, background: '#486' } as const;
  await sharp({ create }).png({ compressionLevel: 1 }).toFile(source);
  const inspection = await inspectFile(source, 'large.png', { pixels: SIDE ** 2 });
  const scratch = path.join(folder, 'picture.v');
  const stop = new AbortController();
  const raster = await decode(source, inspection, scratch, { signal: stop.signal });
  stop.abort(new Error('cancelled'));
  await expect(raster.read({ x: 0, y: SIDE - 1, width: 1, height: 1 })).rejects.toThrow();
  await expect(raster.whole()).rejects.toThrow();
  await raster.close();
  const { size } = await stat(scratch);
  expect(size).toBeLessThan(3 * SIDE ** 2);
}, 60_000);

test('a cut that is cancelled while chips are encoded stores none of them', async () => {
  const source = path.join(folder, 'chip.png');
  const create = { width: 1024, height: 1024, channels: 3, background: '#486' } as const;
  const noise = { type: 'gaussian', mean: 110, sigma: 40 } as const;
  await sharp({ create: { ...create, noise } })
    .png()
    .toFile(source);
  const inspection = await inspectFile(source, 'chip.png', { pixels: 1024 ** 2 });
  const raster = await decode(source, inspection, path.join(folder, 'chip.v'));
  await raster.whole();
  const stop = new AbortController();
  const renderer = new Renderer(raster, { bands: [0, 1, 2], stretch: null });
  const render = renderer.render.bind(renderer);
  // what is rendered is encoded next, in another thread: this fires meanwhile
  renderer.render = (samples) => {
    setTimeout(() => stop.abort(new Error('cancelled')), 0);
    return render(samples);
  };
  const chip = { gridRow: 0, gridCol: 0, x: 0, y: 0, width: 1024, height: 1024, rows: 8, cols: 8 };
  let done = 0;
  const cut = cutChips(raster, [chip], {
    renderer,
    format: 'webp-lossless',
    onChip: () => (done += 1),
    signal: stop.signal,
  });
  await expect(cut).rejects.toThrow('cancelled');
  await raster.close();
  expect(done).toBe(0);
  expect(await readdir(folder)).not.toContain('objects');
}, 60_000);
