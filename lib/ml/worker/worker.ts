import { openPackageStore } from '@/lib/ml/package/store';
import { inspectMachine } from '@/lib/ml/worker/backend';
import { Engine } from '@/lib/ml/worker/engine';
import { decodePicture, pixelsAreAltered } from '@/lib/ml/worker/picture';
import type { Reply, Request } from '@/lib/ml/worker/protocol';

/** The model worker: messages in, the engine's answers out. lib/ml/client.ts is its only caller. */
const scope = self as unknown as DedicatedWorkerGlobalScope;

function reply(message: Reply, transfer: Transferable[] = []): void {
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

const running = new Map<number, AbortController>();
let loading: { controller: AbortController; done: Promise<void> } | null = null;

scope.onmessage = ({ data: request }: MessageEvent<Request>) => {
  if (request.kind === 'cancel') {
    running.get(request.id)?.abort();
    return;
  }
  const controller = new AbortController();
  running.set(request.id, controller);
  const work =
    request.kind === 'load' ? load(request, controller) : run(request, controller.signal);
  void work
    .catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      reply({ kind: 'failed', id: request.id, message, aborted: controller.signal.aborted });
    })
    .finally(() => running.delete(request.id));
};

/** One load at a time: a newer one stops the older and waits until it has let go of the backend. */
async function load(
  { id, manifestUrl, versionId }: Extract<Request, { kind: 'load' }>,
  controller: AbortController,
): Promise<void> {
  const before = loading;
  before?.controller.abort();
  const work = (async () => {
    await before?.done;
    controller.signal.throwIfAborted();
    const onProgress = (fraction: number, text: string): void =>
      reply({ kind: 'progress', id, fraction, text });
    return (await engine).load(manifestUrl, versionId, onProgress, controller.signal);
  })();
  const done = work.then(
    () => undefined,
    () => undefined,
  );
  loading = { controller, done };
  reply({ kind: 'loaded', id, model: await work });
}

async function run(
  { id, chip }: Extract<Request, { kind: 'run' }>,
  signal: AbortSignal,
): Promise<void> {
  const result = await (await engine).run(chip, signal);
  reply({ kind: 'ran', id, result }, [result.embedding.buffer, result.probs.buffer]);
}
