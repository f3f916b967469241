import { ChipQueue } from '@/lib/ml/chip-queue';
import type { Task, Urgency } from '@/lib/ml/chip-queue';
import { Lru } from '@/lib/ml/lru';
import type {
  Embedding,
  Prediction,
  Predictor,
  PredictorChip,
  PredictorState,
} from '@/lib/ml/predictor';
import type { ChipResult, LoadedModel, Reply, Request } from '@/lib/ml/worker/protocol';

/** What the client uses of a Worker. */
export type ModelWorker = Pick<
  Worker,
  'postMessage' | 'terminate' | 'onmessage' | 'onerror' | 'onmessageerror'
>;

/** A chip's probabilities are small; embeddings (5 kB a cell) are kept for some two hundred chips of 64 cells. */
const KEPT_PREDICTIONS = 512;
const KEPT_EMBEDDING_BYTES = 64 * 1024 * 1024;

/** The model worker, started when the first package is loaded: only then is its code fetched. */
export function createPredictor(createWorker: () => ModelWorker = startWorker): Predictor {
  return new WorkerPredictor(createWorker);
}

function startWorker(): ModelWorker {
  return new Worker(new URL('./worker/worker.ts', import.meta.url), { type: 'module' });
}

interface Pending {
  readonly resolve: (reply: Reply) => void;
  readonly onProgress?: (fraction: number, text: string) => void;
}

class WorkerPredictor implements Predictor {
  readonly #createWorker: () => ModelWorker;
  readonly #listeners = new Set<() => void>();
  readonly #pending = new Map<number, Pending>();
  readonly #queue = new ChipQueue<PredictorChip, ChipResult>((chip) => this.#begin(chip));
  readonly #predictions = new Lru<Prediction>(KEPT_PREDICTIONS, () => 1);
  readonly #embeddings = new Lru<Embedding>(KEPT_EMBEDDING_BYTES, (e) => e.values.byteLength);
  #worker: ModelWorker | null = null;
  #state: PredictorState = { kind: 'idle' };
  #model: LoadedModel | null = null;
  #versionId = '';
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

  async load(manifestUrl: string, versionId: string): Promise<void> {
    if (this.#versionId === versionId) {
      if (this.#state.kind === 'ready') return;
      // a page asks with every chip: what is under way is not begun anew
      if (this.#state.kind === 'loading') return this.#loading;
    }
    this.#loading = this.#load(manifestUrl, versionId);
    return this.#loading;
  }

  async #load(manifestUrl: string, versionId: string): Promise<void> {
    const generation = this.#forget();
    this.#versionId = versionId;
    this.#setState({ kind: 'loading', fraction: 0, text: 'Fetching the model' });
    const reply = await this.#send(
      {
        kind: 'load',
        manifestUrl: new URL(manifestUrl, globalThis.location.href).href,
        versionId,
      },
      (fraction, text) => {
        if (generation === this.#generation) this.#setState({ kind: 'loading', fraction, text });
      },
    ).answer;
    if (generation !== this.#generation) return;
    if (reply.kind === 'loaded') {
      this.#model = reply.model;
      const { name, backend, outputs, thresholds } = reply.model;
      this.#setState({ kind: 'ready', versionId, name, backend, outputs, thresholds });
      this.#queue.open();
    } else {
      const message = reply.kind === 'failed' ? reply.message : 'The model worker misunderstood.';
      this.#setState({ kind: 'failed', message });
      this.#queue.fail(new Error(message));
    }
  }

  none(why: string): void {
    this.#forget();
    this.#setState({ kind: 'none', why });
    this.#queue.fail(new Error(why));
  }

  async predict(chip: PredictorChip, signal?: AbortSignal): Promise<Prediction> {
    const kept = this.#predictions.get(keyOf(chip));
    if (kept) return { ...kept, ms: 0 };
    const { probs, ms } = await this.#ask(chip, 'shown', signal);
    if (probs.length === 0) {
      throw new Error('This model has no classes of the project yet: it proposes nothing.');
    }
    return { versionId: this.#versionId, probs, ms };
  }

  async prefetch(chip: PredictorChip, signal?: AbortSignal): Promise<void> {
    if (!this.#predictions.get(keyOf(chip))) await this.#ask(chip, 'ahead', signal);
  }

  async embed(chip: PredictorChip, signal?: AbortSignal): Promise<Embedding> {
    const kept = this.#embeddings.get(keyOf(chip));
    if (kept) return { ...kept, ms: 0 };
    const { embedding, ms } = await this.#ask(chip, 'asked', signal);
    const features = embedding.length / (chip.rows * chip.cols);
    return { versionId: this.#versionId, features, values: embedding, ms };
  }

  dispose(): void {
    this.#end({ kind: 'idle' }, new DOMException('The model was put away.', 'AbortError'));
  }

  async #ask(
    chip: PredictorChip,
    urgency: Urgency,
    signal: AbortSignal | undefined,
  ): Promise<ChipResult> {
    const { kind } = this.#state;
    if (kind === 'failed') throw new Error(this.#state.message);
    if (kind === 'none') throw new Error(this.#state.why);
    if (kind === 'idle') throw new Error('No model is loaded.');
    return this.#queue.ask(keyOf(chip), chip, urgency, signal);
  }

  /** Sends one chip to the worker; what comes back is kept even where nobody waits for it any more. */
  #begin(chip: PredictorChip): Task<ChipResult> {
    const generation = this.#generation;
    const versionId = this.#versionId;
    const imageUrl = new URL(chip.imageUrl, globalThis.location.href).href;
    const { id, answer } = this.#send({ kind: 'run', chip: { ...chip, imageUrl } });
    const result = answer.then((reply) => {
      if (reply.kind !== 'ran') {
        if (reply.kind === 'failed' && !reply.aborted) throw new Error(reply.message);
        throw new DOMException('The computation was stopped.', 'AbortError');
      }
      const { embedding, probs, ms } = reply.result;
      if (generation === this.#generation) {
        const features = this.#model?.features ?? 0;
        this.#embeddings.set(keyOf(chip), { versionId, features, values: embedding, ms });
        if (probs.length > 0) this.#predictions.set(keyOf(chip), { versionId, probs, ms });
      }
      return reply.result;
    });
    return { result, cancel: () => this.#worker?.postMessage({ kind: 'cancel', id }) };
  }

  #send(
    request:
      | Omit<Extract<Request, { kind: 'load' }>, 'id'>
      | Omit<Extract<Request, { kind: 'run' }>, 'id'>,
    onProgress?: Pending['onProgress'],
  ): { id: number; answer: Promise<Reply> } {
    this.#worker ??= this.#wire(this.#createWorker());
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = new Promise<Reply>((resolve) => {
      this.#pending.set(id, { resolve, ...(onProgress ? { onProgress } : {}) });
    });
    this.#worker.postMessage({ ...request, id });
    return { id, answer };
  }

  #wire(worker: ModelWorker): ModelWorker {
    worker.onmessage = ({ data }: MessageEvent<Reply>) => this.#receive(data);
    const stop = (why: string): void => {
      const message = `The model worker stopped${why}. Labelling goes on without proposals; load the page again to have them back.`;
      this.#end({ kind: 'failed', message }, new Error(message));
    };
    // a worker whose script cannot be fetched has no message
    worker.onerror = ({ message }) => stop(message ? ` (${message})` : '');
    worker.onmessageerror = () => stop(' (a message could not be read)');
    return worker;
  }

  #receive(reply: Reply): void {
    if (reply.kind === 'backend') {
      if (this.#state.kind === 'ready') this.#setState({ ...this.#state, backend: reply.backend });
      return;
    }
    const pending = this.#pending.get(reply.id);
    if (reply.kind === 'progress') {
      pending?.onProgress?.(reply.fraction, reply.text);
      return;
    }
    this.#pending.delete(reply.id);
    pending?.resolve(reply);
  }

  /** What was computed belongs to the model before; whoever waits goes on waiting. */
  #forget(): number {
    this.#queue.pause();
    this.#predictions.clear();
    this.#embeddings.clear();
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
      resolve({ kind: 'failed', id, message: reason.message, aborted: true });
    }
  }

  #setState(state: PredictorState): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Chips do not change, but a test or a new cut may reuse an id. */
function keyOf({ id, imageUrl, rows, cols, cellPx }: PredictorChip): string {
  return JSON.stringify([id, imageUrl, rows, cols, cellPx]);
}
