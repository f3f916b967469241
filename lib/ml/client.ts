import type { ErrorMessage } from '@/lib/domain/error/message';
import { MessageError } from '@/lib/domain/error/message-error';
import { thresholdsOf } from '@/lib/domain/proposal/thresholds';
import { ChipQueue } from '@/lib/ml/chip-queue';
import type { Cancellable, Urgency } from '@/lib/ml/chip-queue';
import { Lru } from '@/lib/ml/lru';
import type {
  ConfirmedLabels,
  Embedding,
  LearntChip,
  LiveScope,
  LiveState,
  LoadStep,
  Prediction,
  Predictor,
  PredictorChip,
  PredictorState,
  SimilarCells,
  TestMarks,
} from '@/lib/ml/predictor';
import type { ChipResult, LoadedModel, WorkerReply, WorkerRequest } from '@/lib/ml/worker/protocol';

/** What the client uses of a Worker. */
export type ModelWorker = Pick<
  Worker,
  'postMessage' | 'terminate' | 'onmessage' | 'onerror' | 'onmessageerror'
>;

/** A chip's probabilities are small; embeddings stay in the worker. */
const KEPT_PREDICTIONS = 512;

/** The model worker, started when the first package is loaded: only then is its code fetched. */
export function createPredictor(createWorker: () => ModelWorker = startWorker): Predictor {
  return new WorkerPredictor(createWorker);
}

function startWorker(): ModelWorker {
  return new Worker(new URL('./worker/worker.ts', import.meta.url), { type: 'module' });
}

/** A request without its id; those that have no reply are sent apart. */
type NumberedRequest = Extract<WorkerRequest, { id: number }>;
type Unnumbered = NumberedRequest extends infer R
  ? R extends NumberedRequest
    ? Omit<R, 'id'>
    : never
  : never;

interface RunRequest {
  readonly chip: PredictorChip;
  readonly embedding: boolean;
}

interface Pending {
  readonly resolve: (reply: WorkerReply) => void;
  readonly onProgress?: (fraction: number, step: LoadStep) => void;
}

class WorkerPredictor implements Predictor {
  readonly #createWorker: () => ModelWorker;
  readonly #listeners = new Set<() => void>();
  readonly #pending = new Map<number, Pending>();
  readonly #queue = new ChipQueue<RunRequest, ChipResult>((wanted) => this.#begin(wanted));
  /** with the live head's revision at which each was asked for: a newer one is asked again, which costs a message */
  readonly #results = new Lru<{ result: ChipResult; revision: number }>(KEPT_PREDICTIONS, () => 1);
  #worker: ModelWorker | null = null;
  #state: PredictorState = { kind: 'idle' };
  #model: LoadedModel | null = null;
  #versionId = '';
  #scope: LiveScope | null = null;
  #live: LiveState | null = null;
  #liveOn = true;
  #loading: Promise<void> = Promise.resolve();
  #lastId = 0;
  /** rises with every load and every end of one: an older load's answer then counts no more */
  #generation = 0;

  constructor(createWorker: () => ModelWorker) {
    this.#createWorker = createWorker;
  }

  get state(): PredictorState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async load(manifestUrl: string, versionId: string, test: TestMarks | null = null): Promise<void> {
    if (this.#versionId === versionId) {
      if (this.#state.kind === 'ready') return;
      // a page asks with every chip: what is under way is not begun anew
      if (this.#state.kind === 'loading') return this.#loading;
    }
    this.#loading = this.#load(manifestUrl, versionId, test);
    return this.#loading;
  }

  async #load(manifestUrl: string, versionId: string, test: TestMarks | null): Promise<void> {
    const generation = this.#forget();
    this.#versionId = versionId;
    const begin: LoadStep = { kind: 'fetch', loaded: 0, total: 0 };
    this.#setState({ kind: 'loading', fraction: 0, step: begin });
    const reply = await this.#send(
      {
        kind: 'load',
        manifestUrl: new URL(manifestUrl, globalThis.location.href).href,
        versionId,
        test,
      },
      (fraction, step) => {
        if (generation === this.#generation) this.#setState({ kind: 'loading', fraction, step });
      },
    ).answer;
    if (generation !== this.#generation) return;
    if (reply.kind === 'loaded') {
      this.#model = reply.model;
      const { name, backend, outputs, limits } = reply.model;
      const live = this.#live;
      this.#setState({ kind: 'ready', versionId, name, backend, outputs, limits, live });
      this.#queue.open();
    } else {
      const error = errorOf(reply);
      // a worker that could not fetch a part of its own code never asks for it again: the next load begins with a new one
      this.#end({ kind: 'failed', text: error.text }, error);
    }
  }

  none(why: ErrorMessage): void {
    this.#forget();
    this.#setState({ kind: 'none', why });
    this.#queue.fail(new MessageError(why.key, why.values));
  }

  async predict(chip: PredictorChip, signal?: AbortSignal): Promise<Prediction> {
    const kept = this.#results.get(keyOf(chip));
    if (kept?.revision === this.#revision()) return this.#compose(kept.result, 0);
    const result = await this.#ask({ chip, embedding: false }, 'shown', signal);
    return this.#compose(result, result.ms);
  }

  async prefetch(chip: PredictorChip, signal?: AbortSignal): Promise<void> {
    // whatever the live head learns meanwhile: the embedding is what takes time
    if (!this.#results.get(keyOf(chip)))
      await this.#ask({ chip, embedding: false }, 'ahead', signal);
  }

  async embed(chip: PredictorChip, signal?: AbortSignal): Promise<Embedding> {
    const { embedding, ms } = await this.#ask({ chip, embedding: true }, 'asked', signal);
    if (!embedding) throw new Error('the worker sent no embedding');
    const features = embedding.length / (chip.rows * chip.cols);
    return { versionId: this.#versionId, features, values: embedding, ms };
  }

  setScope(scope: LiveScope): void {
    if (JSON.stringify(scope) === JSON.stringify(this.#scope)) return;
    this.#scope = scope;
    this.#live = null;
    if (this.#worker) this.#sendScope(this.#worker);
  }

  async train(
    chip: LearntChip,
    cells: Uint8Array,
    options: Parameters<Predictor['train']>[2] = {},
  ): Promise<void> {
    if (this.#state.kind !== 'ready' || !this.#scope || !this.#liveOn) return;
    await this.#send({
      kind: 'train',
      chip: { ...plain(chip), number: chip.number },
      cells,
      thresholds: options.thresholds ?? thresholdsOf(null, null),
      shown: options.shown ?? true,
      actions: options.actions ?? null,
    }).answer;
  }

  setConfirmed(sample: readonly ConfirmedLabels[] | null): void {
    this.#worker?.postMessage({
      kind: 'confirmed',
      sample:
        sample?.map(({ chip, cells }) => ({
          chip: { ...plain(chip), number: chip.number },
          cells,
        })) ?? null,
    });
  }

  async similar(chip: PredictorChip, cell: number, count: number): Promise<SimilarCells> {
    const reply = await this.#send({ kind: 'similar', chip: plain(chip), cell, count }).answer;
    if (reply.kind !== 'similar') throw errorOf(reply);
    return reply.found;
  }

  setLive(on: boolean): void {
    this.#liveOn = on;
    this.#worker?.postMessage({ kind: 'live', on });
  }

  async clearLive(): Promise<void> {
    if (this.#worker) await this.#send({ kind: 'clear' }).answer;
  }

  async parts(): Promise<readonly string[]> {
    await this.#loading;
    if (!this.#worker) return [];
    const reply = await this.#send({ kind: 'parts' }).answer;
    return reply.kind === 'parts' ? reply.addresses : [];
  }

  dispose(): void {
    this.#end({ kind: 'idle' }, new DOMException('The model was put away.', 'AbortError'));
  }

  /** What to show, of what the worker said, by whose turn it is to propose. */
  #compose(result: ChipResult, ms: number): Prediction {
    const { probs, live } = result;
    const versionId = this.#versionId;
    const outputs = this.#model?.outputs ?? [];
    const deployed = probs.length > 0 ? { versionId, outputs, values: probs } : null;
    const choice = this.#live?.choice ?? null;
    // with nobody's turn the version's are kept beside, not shown
    const preview = live !== null && (choice?.by === 'live' || deployed === null);
    const withheld = choice?.by === null ? choice : null;
    return preview
      ? {
          ...{ versionId: null, outputs: live.outputs, values: live.probs },
          ...{ preview, withheld, deployed, ms },
        }
      : {
          ...{ versionId: deployed && versionId, outputs, values: probs },
          ...{ preview, withheld, deployed, ms },
        };
  }

  #revision(): number {
    return this.#live?.revision ?? 0;
  }

  async #ask(
    wanted: RunRequest,
    urgency: Urgency,
    signal: AbortSignal | undefined,
  ): Promise<ChipResult> {
    const { kind } = this.#state;
    if (kind === 'failed') throw new MessageError(this.#state.text.key, this.#state.text.values);
    if (kind === 'none') throw new MessageError(this.#state.why.key, this.#state.why.values);
    if (kind === 'idle') throw new MessageError('browserModel.noneLoaded');
    const key = `${keyOf(wanted.chip)} ${String(wanted.embedding)}`;
    return this.#queue.ask(key, wanted, urgency, signal);
  }

  /** Sends one chip to the worker; what comes back is kept even where nobody waits for it any more. */
  #begin({ chip, embedding }: RunRequest): Cancellable<ChipResult> {
    const generation = this.#generation;
    const revision = this.#revision();
    const { id, answer } = this.#send({ kind: 'run', chip: plain(chip), embedding });
    const result = answer.then((reply) => {
      if (reply.kind !== 'ran') {
        if (reply.kind === 'failed' && !reply.aborted) throw errorOf(reply);
        throw new DOMException('The computation was stopped.', 'AbortError');
      }
      if (generation === this.#generation) {
        this.#results.set(keyOf(chip), { result: { ...reply.result, embedding: null }, revision });
      }
      return reply.result;
    });
    return { result, cancel: () => this.#worker?.postMessage({ kind: 'cancel', id }) };
  }

  #send(
    request: Unnumbered,
    onProgress?: Pending['onProgress'],
  ): { id: number; answer: Promise<WorkerReply> } {
    if (!this.#worker) {
      this.#worker = this.#wire(this.#createWorker());
      this.#sendScope(this.#worker);
    }
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = new Promise<WorkerReply>((resolve) => {
      this.#pending.set(id, { resolve, ...(onProgress ? { onProgress } : {}) });
    });
    this.#worker.postMessage({ ...request, id });
    return { id, answer };
  }

  /** For whom the live head works, and whether it does: said to every worker before anything else. */
  #sendScope(worker: ModelWorker): void {
    if (!this.#scope) return;
    worker.postMessage({ kind: 'live', on: this.#liveOn });
    worker.postMessage({ kind: 'scope', scope: this.#scope });
  }

  #wire(worker: ModelWorker): ModelWorker {
    worker.onmessage = ({ data }: MessageEvent<WorkerReply>) => this.#receive(data);
    const stop = (detail: string): void => {
      const error = new MessageError('browserModel.workerStopped', { detail });
      this.#end({ kind: 'failed', text: error.text }, error);
    };
    // a worker whose script cannot be fetched has no message
    worker.onerror = ({ message }) => stop(message || 'none');
    worker.onmessageerror = () => stop('messageerror');
    return worker;
  }

  #receive(reply: WorkerReply): void {
    if (reply.kind === 'backend') {
      if (this.#state.kind === 'ready') this.#setState({ ...this.#state, backend: reply.backend });
      return;
    }
    if (reply.kind === 'live') {
      this.#live = reply.live;
      if (this.#state.kind === 'ready') this.#setState({ ...this.#state, live: reply.live });
      return;
    }
    const pending = this.#pending.get(reply.id);
    if (reply.kind === 'progress') {
      pending?.onProgress?.(reply.fraction, reply.step);
      return;
    }
    this.#pending.delete(reply.id);
    pending?.resolve(reply);
  }

  /** What was computed belongs to the model before; whoever waits goes on waiting. */
  #forget(): number {
    this.#queue.pause();
    this.#results.clear();
    this.#model = null;
    this.#generation += 1;
    return this.#generation;
  }

  /** Ends the worker; answers that will not come any more are given here. */
  #end(state: PredictorState, reason: Error): void {
    this.#forget();
    this.#worker?.terminate();
    this.#worker = null;
    this.#setState(state);
    this.#queue.fail(reason);
    const waiting = [...this.#pending];
    this.#pending.clear();
    for (const [id, { resolve }] of waiting) {
      resolve({ kind: 'failed', id, text: MessageError.of(reason).text, aborted: true });
    }
  }

  #setState(state: PredictorState): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** A reply that is not the one asked for: what failed, or a fault. */
function errorOf(reply: WorkerReply): MessageError {
  return reply.kind === 'failed'
    ? new MessageError(reply.text.key, reply.text.values)
    : MessageError.of(`the worker answered ${reply.kind}`);
}

/** What the worker needs of a chip, its address made absolute. */
function plain({ id, imageUrl, rows, cols, cellPx }: PredictorChip): PredictorChip {
  return { id, imageUrl: new URL(imageUrl, globalThis.location.href).href, rows, cols, cellPx };
}

/** Chips do not change, but a test or a new cut may reuse an id. */
function keyOf({ id, imageUrl, rows, cols, cellPx }: PredictorChip): string {
  return JSON.stringify([id, imageUrl, rows, cols, cellPx]);
}
