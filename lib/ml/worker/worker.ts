import { MessageError } from '@/lib/domain/error/message-error';
import { ConfirmedCells } from '@/lib/ml/live/confirmed-cells';
import { Learner } from '@/lib/ml/live/learner';
import { openLiveStore } from '@/lib/ml/live/store';
import { Scheduler } from '@/lib/ml/live/scheduler';
import type { ConfirmedLabels, LoadStep } from '@/lib/ml/predictor';
import { openPackageStore } from '@/lib/ml/package/store';
import { inspectMachine } from '@/lib/ml/worker/backend';
import { Engine } from '@/lib/ml/worker/engine';
import { decodePicture, pixelsAreAltered } from '@/lib/ml/worker/picture';
import type { WorkerReply, WorkerRequest } from '@/lib/ml/worker/protocol';

/** The model worker: messages in, the engine's answers out. lib/ml/client.ts is its only caller. */
const scope = self as unknown as DedicatedWorkerGlobalScope;

function reply(message: WorkerReply, transfer: Transferable[] = []): void {
  scope.postMessage(message, transfer);
}

const engine = openPackageStore().then(
  (store) =>
    new Engine({
      store,
      machine: inspectMachine,
      decode: decodePicture,
      pixelsAreAltered,
      wasmPath: `${scope.location.origin}/tfjs/`,
      onBackend: (backend) => reply({ kind: 'backend', backend }),
    }),
);
const scheduler = new Scheduler();
const liveStore = openLiveStore();
const learner = liveStore.then(
  (store) =>
    new Learner({
      store,
      pause: () => scheduler.pause(),
      onState: (live) => reply({ kind: 'live', live }),
    }),
);

const confirmed = Promise.all([engine, liveStore]).then(
  ([known, store]) =>
    new ConfirmedCells({
      store,
      pause: () => scheduler.pause(),
      embed: async (chip, signal) => (await known.run(chip, signal)).embedding,
    }),
);

const running = new Map<number, AbortController>();
let loading: { controller: AbortController; done: Promise<void> } | null = null;

scope.onmessage = ({ data: request }: MessageEvent<WorkerRequest>) => {
  switch (request.kind) {
    case 'cancel':
      running.get(request.id)?.abort();
      return;
    case 'scope':
      void learner.then((live) => live.setScope(request.scope));
      return;
    case 'live':
      void learner.then((live) => live.set(request.on));
      return;
    case 'confirmed':
      void takeConfirmed(request.sample);
      return;
    case 'parts': {
      const addresses = performance.getEntriesByType('resource').map(({ name }) => name);
      reply({ kind: 'parts', id: request.id, addresses });
      return;
    }
    case 'load':
    case 'run':
    case 'train':
    case 'similar':
    case 'clear': {
      const controller = new AbortController();
      running.set(request.id, controller);
      void answer(request, controller)
        .catch((error: unknown) => {
          const { text } = MessageError.of(error);
          reply({ kind: 'failed', id: request.id, text, aborted: controller.signal.aborted });
        })
        .finally(() => running.delete(request.id));
    }
  }
};

type NumberedRequest = Extract<WorkerRequest, { id: number }>;

async function answer(
  request: Exclude<NumberedRequest, { kind: 'cancel' | 'parts' }>,
  controller: AbortController,
): Promise<void> {
  switch (request.kind) {
    case 'load':
      return load(request, controller);
    case 'run':
      return run(request, controller.signal);
    case 'train':
      return learn(request, controller.signal);
    case 'similar':
      return findSimilar(request, controller.signal);
    case 'clear':
      await (await learner).clear();
      reply({ kind: 'done', id: request.id });
  }
}

/** Under which name the store keeps confirmed cells. */
function confirmedKey({ person, project, backbone }: NonNullable<Learner['scope']>): string {
  return JSON.stringify([person, project, backbone, 'confirmed']);
}

/** Takes a sample of confirmed chips once it is known on whose behalf and on which features. */
async function takeConfirmed(sample: readonly ConfirmedLabels[] | null): Promise<void> {
  const scope = (await learner).scope;
  if (scope) await (await confirmed).take(confirmedKey(scope), scope.features, sample);
}

/** Among confirmed cells; where there are none at all, among the person's own. */
async function findSimilar(
  { id, chip, cell, count }: Extract<WorkerRequest, { kind: 'similar' }>,
  signal: AbortSignal,
): Promise<void> {
  const { embedding } = await (await engine).run(chip, signal);
  const features = embedding.length / (chip.rows * chip.cols);
  const one = embedding.subarray(cell * features, (cell + 1) * features);
  const [reviewed, own] = await Promise.all([confirmed, learner]);
  const current = own.scope !== null && reviewed.scope === confirmedKey(own.scope);
  const complete = current && reviewed.complete;
  const among = complete && reviewed.cells === 0 ? 'own' : 'confirmed';
  const known = among === 'own' ? (own.state?.cells ?? 0) : current ? reviewed.cells : 0;
  const cells = known === 0 ? [] : (among === 'own' ? own : reviewed).similar(one, count, chip.id);
  reply({ kind: 'similar', id, found: { cells, among, known, complete } });
}

/** One load at a time: a newer one stops the older and waits until it has let go of the backend. */
async function load(
  { id, manifestUrl, versionId, test }: Extract<WorkerRequest, { kind: 'load' }>,
  controller: AbortController,
): Promise<void> {
  const before = loading;
  before?.controller.abort();
  const work = (async () => {
    await before?.done;
    controller.signal.throwIfAborted();
    const onProgress = (fraction: number, step: LoadStep): void =>
      reply({ kind: 'progress', id, fraction, step });
    return (await engine).load(manifestUrl, versionId, onProgress, controller.signal);
  })();
  const done = work.then(
    () => undefined,
    () => undefined,
  );
  loading = { controller, done };
  const loaded = await work;
  const { model } = await engine;
  if (model) {
    const { outputs, backbone } = model.pkg.manifest;
    (await learner).use({
      versionId: outputs.length === 0 ? null : versionId,
      backbone: backbone.sha256,
      features: backbone.features,
      outputs: loaded.outputs,
      head: model.calibratedHead(),
      test,
    });
  }
  reply({ kind: 'loaded', id, model: loaded });
}

/** A chip that is asked for comes before all learning. */
async function run(
  { id, chip, embedding: wanted }: Extract<WorkerRequest, { kind: 'run' }>,
  signal: AbortSignal,
): Promise<void> {
  const { embedding, probs, ms } = await scheduler.first(async () =>
    (await engine).run(chip, signal),
  );
  const live = (await learner).predict(embedding);
  // the embedding stays here for the live head: a copy goes out
  const copy = wanted ? embedding.slice() : null;
  const moved = [
    probs.buffer,
    ...(live ? [live.probs.buffer] : []),
    ...(copy ? [copy.buffer] : []),
  ];
  reply({ kind: 'ran', id, result: { embedding: copy, probs, live, ms } }, moved);
}

async function learn(
  { id, chip, cells, ...options }: Extract<WorkerRequest, { kind: 'train' }>,
  signal: AbortSignal,
): Promise<void> {
  const { embedding, probs } = await (await engine).run(chip, signal);
  const deployed = probs.length > 0 ? probs : null;
  await (await learner).train({ ...options, chip, cells, embedding }, deployed);
  reply({ kind: 'done', id });
}
