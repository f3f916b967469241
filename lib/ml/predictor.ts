/**
 * What the label and review pages know of the model in the browser. `lib/ml/client.ts` implements it with a Web Worker,
 * `lib/ml/fake-predictor.ts` in the thread for tests. Nothing here imports the model runtime.
 */

/** A chip to be looked at. `imageUrl` is same-origin; `cellPx` is the side of a cell in pixels of that picture. */
export interface PredictorChip {
  readonly id: string;
  readonly imageUrl: string;
  readonly rows: number;
  readonly cols: number;
  readonly cellPx: number;
}

/** One column of the probabilities: cell code 1 is absent, 16 + index a class of the project. */
export interface PredictorOutput {
  readonly code: number;
  readonly name: string;
}

export type Backend = 'wasm' | 'webgl' | 'webgpu';

/** State objects are never changed in place: a new state is a new object, so they suit useSyncExternalStore. */
export type PredictorState =
  | { readonly kind: 'idle' }
  /** `fraction` is 0 to 1, `text` words for the page ("Fetching the model, 3.1 of 6.0 MB") */
  | { readonly kind: 'loading'; readonly fraction: number; readonly text: string }
  | {
      readonly kind: 'ready';
      readonly versionId: string;
      readonly name: string;
      readonly backend: Backend;
      /** columns of the probabilities; empty in a base package, which can embed but not predict */
      readonly outputs: readonly PredictorOutput[];
      /** smallest probability worth pre-marking, per output code as a string */
      readonly thresholds: Readonly<Record<string, number>>;
    }
  /** `message` says what happened and what to do; labelling goes on without proposals */
  | { readonly kind: 'failed'; readonly message: string }
  /** there is no model to load, and why */
  | { readonly kind: 'none'; readonly why: string };

/** `probs` is cells x outputs, row-major, each row sums to 1; `ms` is the time of the computation, 0 from the cache. */
export interface Prediction {
  readonly versionId: string;
  readonly probs: Float32Array;
  readonly ms: number;
}

/** `values` is cells x features, row-major. */
export interface Embedding {
  readonly versionId: string;
  readonly features: number;
  readonly values: Float32Array;
  readonly ms: number;
}

export interface Predictor {
  readonly state: PredictorState;
  /** Calls `listener` after each change of `state`; the result unsubscribes. */
  subscribe(listener: () => void): () => void;
  /**
   * Loads the package whose manifest.json is at `manifestUrl`. Resolves when ready, or when another load or `none` took
   * its place; on failure it resolves too, with state `failed`: a page shows the state and goes on.
   */
  load(manifestUrl: string, versionId: string): Promise<void>;
  /** Says that there is no model (the server's words): state becomes `none`. */
  none(why: string): void;
  /**
   * Probabilities of the chip that is on screen; waits for a load that is under way. A newer call takes the place of
   * one that still waits: that one rejects with an AbortError, as does one whose signal aborts. Rejects with an Error
   * in words when the picture can't be read or when no model is ready. Callers must not write to the arrays.
   */
  predict(chip: PredictorChip, signal?: AbortSignal): Promise<Prediction>;
  /** Computes the probabilities of a chip that comes soon, so that `predict` answers at once. Is never superseded. */
  prefetch(chip: PredictorChip, signal?: AbortSignal): Promise<void>;
  /** The cells' embeddings, with the same rules as `predict` (without superseding): the live head reads them. */
  embed(chip: PredictorChip, signal?: AbortSignal): Promise<Embedding>;
  /** Ends the worker and frees its memory; the predictor can load again afterwards. */
  dispose(): void;
}
