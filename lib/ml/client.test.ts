import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPredictor } from '@/lib/ml/client';
import type { ModelWorker } from '@/lib/ml/client';
import { Lru } from '@/lib/ml/lru';
import type { PredictorChip } from '@/lib/ml/predictor';
import type { LoadedModel, WorkerReply, WorkerRequest } from '@/lib/ml/worker/protocol';

const MODEL: LoadedModel = {
  name: 'v1',
  backend: 'wasm',
  features: 2,
  outputs: [
    { code: 1, name: 'absent' },
    { code: 16, name: 'tree' },
  ],
  limits: { maxRows: 64, maxCols: 64 },
};

/** Stands for the worker: keeps what it was sent, says what the test tells it to. */
class HandWorker implements ModelWorker {
  sent: WorkerRequest[] = [];
  terminated = false;
  onmessage: ModelWorker['onmessage'] = null;
  onerror: ModelWorker['onerror'] = null;
  onmessageerror: ModelWorker['onmessageerror'] = null;

  postMessage(message: WorkerRequest): void {
    this.sent.push(message);
  }

  terminate(): void {
    this.terminated = true;
  }

  say(reply: WorkerReply): void {
    this.onmessage?.call(this as unknown as Worker, new MessageEvent('message', { data: reply }));
  }

  idOf(kind: WorkerRequest['kind']): number {
    const last = this.sent.findLast((request) => request.kind === kind);
    return last && 'id' in last ? last.id : NaN;
  }

  ran(probs: readonly number[] = [0.25, 0.75]): void {
    const embedding = Float32Array.from([3, 4]);
    const result = { embedding, probs: Float32Array.from(probs), live: null, ms: 12 };
    this.say({ kind: 'ran', id: this.idOf('run'), result });
  }
}

const chip = (id: string): PredictorChip => ({
  id,
  imageUrl: `/chips/${id}`,
  rows: 1,
  cols: 1,
  cellPx: 40,
});

const HALF = { kind: 'fetch', loaded: 3, total: 6 } as const;
const NOT_USED = { key: 'browserModel.notUsed', values: { name: 'v1', detail: 'none' } } as const;

describe('worker client', () => {
  let workers: HandWorker[];
  const worker = (): HandWorker => workers.at(-1) ?? new HandWorker();
  const predictor = () =>
    createPredictor(() => {
      workers.push(new HandWorker());
      return worker();
    });
  const ready = async (which = predictor()) => {
    const loaded = which.load('/models/1/manifest.json', 'v-1');
    worker().say({ kind: 'loaded', id: worker().idOf('load'), model: MODEL });
    await loaded;
    return which;
  };

  beforeEach(() => {
    workers = [];
    vi.stubGlobal('location', { href: 'http://quadrat.test/p/birds/label' });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('starts no worker before a load, shows progress, and becomes ready', async () => {
    const model = predictor();
    const states: string[] = [];
    model.subscribe(() => states.push(model.state.kind));
    expect(workers).toEqual([]);
    const loaded = model.load('/models/1/manifest.json', 'v-1');
    expect(worker().sent[0]).toMatchObject({
      manifestUrl: 'http://quadrat.test/models/1/manifest.json',
    });
    const id = worker().idOf('load');
    worker().say({ kind: 'progress', id, fraction: 0.5, step: HALF });
    expect(model.state).toEqual({ kind: 'loading', fraction: 0.5, step: HALF });
    worker().say({ kind: 'loaded', id, model: MODEL });
    await loaded;
    expect(model.state).toMatchObject({
      ...{ kind: 'ready', versionId: 'v-1', backend: 'wasm' },
      limits: { maxRows: 64, maxCols: 64 },
    });
    expect(states).toEqual(['loading', 'loading', 'ready']);
    await model.load('/models/1/manifest.json', 'v-1');
    expect(worker().sent).toHaveLength(1);
  });

  it('does not begin a load anew that is under way, and lets another version take its place', async () => {
    const model = predictor();
    const first = model.load('/models/1/manifest.json', 'v-1');
    const same = model.load('/models/1/manifest.json', 'v-1');
    expect(worker().sent).toHaveLength(1);
    const id = worker().idOf('load');
    const other = model.load('/models/2/manifest.json', 'v-2');
    worker().say({ kind: 'failed', id, text: NOT_USED, aborted: true });
    await Promise.all([first, same]);
    expect(model.state.kind).toBe('loading');
    worker().say({ kind: 'loaded', id: worker().idOf('load'), model: MODEL });
    await other;
    expect(model.state).toMatchObject({ kind: 'ready', versionId: 'v-2' });
  });

  it('answers a chip that was fetched ahead from memory, embedding too', async () => {
    const model = await ready();
    const ahead = model.prefetch(chip('a'));
    worker().ran();
    await ahead;
    const before = worker().sent.length;
    const { values, ms, versionId } = await model.predict(chip('a'));
    expect([...values, ms, versionId]).toEqual([0.25, 0.75, 0, 'v-1']);
    expect(worker().sent).toHaveLength(before);
    const embedded = model.embed(chip('a'));
    expect(worker().sent.at(-1)).toMatchObject({ kind: 'run', embedding: true });
    worker().ran();
    expect(await embedded).toMatchObject({ features: 2, versionId: 'v-1' });
  });

  it('lets a prediction wait for the load that is under way', async () => {
    const model = predictor();
    const loaded = model.load('/models/1/manifest.json', 'v-1');
    const prediction = model.predict(chip('a'));
    expect(worker().sent.map((request) => request.kind)).toEqual(['load']);
    worker().say({ kind: 'loaded', id: worker().idOf('load'), model: MODEL });
    await loaded;
    worker().ran();
    expect((await prediction).ms).toBe(12);
  });

  it('forgets what the model before said, and ignores its late answers', async () => {
    const model = await ready();
    const prediction = model.predict(chip('a'));
    const old = worker().idOf('run');
    const loaded = model.load('/models/2/manifest.json', 'v-2');
    const probs = Float32Array.from([1, 0]);
    const result = { embedding: null, probs, live: null, ms: 1 };
    worker().say({ kind: 'ran', id: old, result });
    worker().say({ kind: 'loaded', id: worker().idOf('load'), model: MODEL });
    await loaded;
    expect(worker().idOf('run')).toBeGreaterThan(old);
    worker().ran();
    const answer = await prediction;
    expect([answer.versionId, ...answer.values]).toEqual(['v-2', 0.25, 0.75]);
  });

  it('says why when a load fails, fails who waits, and can load again', async () => {
    const model = predictor();
    const loaded = model.load('/models/1/manifest.json', 'v-1');
    const prediction = model.predict(chip('a'));
    const id = worker().idOf('load');
    worker().say({ kind: 'failed', id, text: NOT_USED, aborted: false });
    await loaded;
    expect(model.state).toEqual({ kind: 'failed', text: NOT_USED });
    // what it could not fetch of its own code it would never ask for again
    expect(workers.map((w) => w.terminated)).toEqual([true]);
    await expect(prediction).rejects.toMatchObject({ text: NOT_USED });
    await expect(model.predict(chip('a'))).rejects.toMatchObject({ text: NOT_USED });
    await ready(model);
    expect(model.state.kind).toBe('ready');
  });

  it('survives a worker that breaks', async () => {
    const model = await ready();
    const prediction = model.predict(chip('a'));
    const event = Object.assign(new Event('error'), { message: 'out of memory' });
    worker().onerror?.call(worker() as unknown as Worker, event as unknown as ErrorEvent);
    await expect(prediction).rejects.toMatchObject({
      text: { key: 'browserModel.workerStopped', values: { detail: 'out of memory' } },
    });
    expect(model.state).toMatchObject({ kind: 'failed' });
    expect(worker().terminated).toBe(true);
    await ready(model);
    expect(workers).toHaveLength(2);
  });

  it('says so when there is no model, and proposes nothing by a base model', async () => {
    const model = await ready();
    const prediction = model.predict(chip('a'));
    worker().ran([]);
    expect(await prediction).toMatchObject({ versionId: null, deployed: null, preview: false });
    expect((await prediction).values).toHaveLength(0);
    model.none({ key: 'model.notDeployed' });
    expect(model.state).toEqual({ kind: 'none', why: { key: 'model.notDeployed' } });
    await expect(model.predict(chip('a'))).rejects.toMatchObject({
      text: { key: 'model.notDeployed' },
    });
  });

  it('ends the worker when it is put away, and rejects who waits', async () => {
    const model = await ready();
    const prediction = model.predict(chip('a'));
    model.dispose();
    expect(worker().terminated).toBe(true);
    await expect(prediction).rejects.toMatchObject({ name: 'AbortError' });
    expect(model.state).toEqual({ kind: 'idle' });
  });

  it('tells the page when the graphics card gave up', async () => {
    const model = predictor();
    const loaded = model.load('/models/1/manifest.json', 'v-1');
    const id = worker().idOf('load');
    worker().say({ kind: 'loaded', id, model: { ...MODEL, backend: 'webgl' } });
    await loaded;
    worker().say({ kind: 'backend', backend: 'wasm' });
    expect(model.state).toMatchObject({ kind: 'ready', backend: 'wasm' });
  });
});

describe('what is kept in memory', () => {
  it('is what was used last, by weight', () => {
    const lru = new Lru<string>(5, (value) => value.length);
    lru.set('a', 'xx');
    lru.set('b', 'xx');
    lru.get('a');
    lru.set('c', 'xx');
    expect([lru.get('a'), lru.get('b'), lru.get('c')]).toEqual(['xx', undefined, 'xx']);
    lru.set('d', 'longer than all');
    expect([lru.get('a'), lru.get('d')]).toEqual([undefined, 'longer than all']);
  });
});
