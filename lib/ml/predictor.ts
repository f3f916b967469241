/**
 * What the label and review pages know of the model in the browser. `lib/ml/client.ts` implements it with a Web Worker,
 * `lib/ml/fake-predictor.ts` in the thread for tests. Nothing here imports the model runtime.
 */
import type { ErrorMessage } from '@/lib/domain/error/message';
import type { ActionCounts } from '@/lib/domain/label/action-counts';

import type { ChipPrediction, VersionPrediction } from '@/lib/domain/proposal/prediction';
import type { Thresholds } from '@/lib/domain/proposal/thresholds';

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

/** Most rows and columns of a chip that a package was made for. */
export interface ModelLimits {
  readonly maxRows: number;
  readonly maxCols: number;
}

export type Backend = 'wasm' | 'webgl' | 'webgpu';

/** A chip that was labelled: its number is for people. */
export interface LearntChip extends PredictorChip {
  readonly number: number;
}

/** A confirmed chip with its reviewed labels, row-major. */
export interface ConfirmedLabels {
  readonly chip: LearntChip;
  readonly cells: Uint8Array;
}

/** Whose labels the live head learns from and proposes for; nothing of it leaves this browser. */
export interface LiveScope {
  readonly person: string;
  readonly project: string;
  /** the classes that can be proposed, with the names that people read */
  readonly classes: readonly PredictorOutput[];
}

/** How the marks of one proposer at the threshold fared on a chip: class given rightly, given wrongly, and cells without a mark. */
export interface Marks {
  readonly right: number;
  readonly wrong: number;
  readonly missed: number;
}

/** One submitted chip in the record: each proposer was asked before it learnt from the chip; null: it could not say. */
export interface ChipRecord {
  readonly chipId: string;
  /** the version that `deployed` tells of; another version's record begins anew */
  readonly versionId: string | null;
  readonly deployed: Marks | null;
  readonly live: Marks | null;
  /** whether anybody's proposals were in sight before the person decided; missing in records that older pages stored */
  readonly shown?: boolean;
  readonly actions: ActionCounts | null;
}

/** Right and wrong marks of a version on the test cells of its own training. */
export interface TestMarks {
  readonly right: number;
  readonly wrong: number;
}

export type Proposer = 'deployed' | 'live';

/** How the live head and the deployed version did on the same chips, on which neither was shown before the person decided. */
export interface Comparison {
  readonly chips: number;
  readonly live: TestMarks;
  readonly deployed: TestMarks;
}

/**
 * Who proposes on the next chip and why; a key of the messages `live.choice`. `by` null: nothing is marked beforehand. Counts are
 * right and wrong marks on the recent chips of the record.
 */
export interface Choice {
  readonly by: Proposer | null;
  readonly why:
    | 'liveOff'
    | 'noChipYet'
    | 'liveUnproven'
    | 'deployedUnproven'
    | 'liveBetter'
    | 'deployedBetter'
    | 'liveAlone'
    | 'moreWrong';
  readonly right: number;
  readonly wrong: number;
  readonly chips: number;
  /** null: no version is deployed */
  readonly comparison: Comparison | null;
}

/** The person's own head on the package's embeddings, as the page shows it. */
export interface LiveState {
  readonly on: boolean;
  /** what it has learnt from */
  readonly chips: number;
  readonly cells: number;
  readonly learning: boolean;
  /** rises whenever a chip's proposals may come out otherwise than before */
  readonly revision: number;
  readonly choice: Choice;
  /** in the order of submission */
  readonly record: readonly ChipRecord[];
  /** false where the browser refuses storage: a reload then begins anew */
  readonly lasting: boolean;
}

/** Labelled cells most like one of the chip on screen. */
export interface SimilarCells {
  /** the most alike first */
  readonly cells: readonly SimilarCell[];
  /** among whose cells they were found: the project's confirmed ones; only where none are, what the person labelled here */
  readonly among: 'confirmed' | 'own';
  readonly known: number;
  /** false: more confirmed chips are being looked at */
  readonly complete: boolean;
}

/** A labelled cell known here, by how much its embedding is like another's (cosine, standardised). */
export interface SimilarCell {
  readonly chip: LearntChip;
  readonly cell: number;
  readonly code: number;
  readonly similarity: number;
}

/** What a load is at: its package is fetched (bytes), or tried on a backend; keys of the messages `live.model.step`. */
export type LoadStep =
  | { readonly kind: 'fetch'; readonly loaded: number; readonly total: number }
  | { readonly kind: 'try'; readonly backend: Backend };

/** State objects are never changed in place: a new state is a new object, so they suit useSyncExternalStore. */
export type PredictorState =
  | { readonly kind: 'idle' }
  /** `fraction` is 0 to 1 */
  | { readonly kind: 'loading'; readonly fraction: number; readonly step: LoadStep }
  | {
      readonly kind: 'ready';
      readonly versionId: string;
      readonly name: string;
      readonly backend: Backend;
      /** columns of the probabilities; empty in a base package, which can embed but not predict */
      readonly outputs: readonly PredictorOutput[];
      readonly limits: ModelLimits;
      /** null until `setScope` has said for whom it learns */
      readonly live: LiveState | null;
    }
  /** `text` says what happened and what to do; labelling goes on without proposals */
  | { readonly kind: 'failed'; readonly text: ErrorMessage }
  /** there is no model to load, and why */
  | { readonly kind: 'none'; readonly why: ErrorMessage };

/**
 * `values` is empty where nobody can say anything yet; the live head's outputs may be others than the version's. `ms` is the time
 * of the computation, 0 from the cache.
 */
export interface Prediction extends ChipPrediction {
  /** made by the person's live head */
  readonly preview: boolean;
  /** why these are not to be drawn or named before the person has decided; null: show them */
  readonly withheld: Choice | null;
  /** the deployed version's own: what a submission tells the server, whoever's are shown */
  readonly deployed: VersionPrediction | null;
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
  load(manifestUrl: string, versionId: string, test?: TestMarks | null): Promise<void>;
  /** Says that there is no model: state becomes `none`. */
  none(why: ErrorMessage): void;
  /**
   * Probabilities of the chip that is on screen; waits for a load that is under way. A newer call takes the place of
   * one that still waits: that one rejects with an AbortError, as does one whose signal aborts. Rejects with a
   * MessageError when the picture can't be read or when no model is ready. Callers must not write to the arrays.
   */
  predict(chip: PredictorChip, signal?: AbortSignal): Promise<Prediction>;
  /** Computes the probabilities of a chip that comes soon, so that `predict` answers at once. Is never superseded. */
  prefetch(chip: PredictorChip, signal?: AbortSignal): Promise<void>;
  /** The cells' embeddings, with the same rules as `predict` (without superseding): the live head reads them. */
  embed(chip: PredictorChip, signal?: AbortSignal): Promise<Embedding>;
  /** Says for whom and where the live head works: what it kept in this browser is read. Asking again costs nothing. */
  setScope(scope: LiveScope): void;
  /**
   * The person's labelling of a submitted chip, for the live head: first both proposers are judged by it, then the head learns.
   * `thresholds` are those that held on the chip, `shown` whether proposals were in sight (where nothing is said, they were). Resolves when it has learnt; never rejects.
   */
  train(
    chip: LearntChip,
    cells: Uint8Array,
    options?: {
      readonly thresholds?: Thresholds;
      readonly shown?: boolean;
      readonly actions?: ActionCounts | null;
    },
  ): Promise<void>;
  /** A sample of the project's confirmed chips for `similar`: they are looked at one after the other. null: what is known of them. */
  setConfirmed(sample: readonly ConfirmedLabels[] | null): void;
  /** The labelled cells that are most like a cell of `chip`; cells of the chip itself are left out. */
  similar(chip: PredictorChip, cell: number, count: number): Promise<SimilarCells>;
  /** Switches the live head on or off: off, it neither learns nor proposes, and keeps what it has. */
  setLive(on: boolean): void;
  /** Forgets what the live head learnt of this person in this project. */
  clearLive(): Promise<void>;
  /**
   * Addresses of the scripts and files that the worker is made of: kept, they let it start without a network. Waits for a
   * load that is under way.
   */
  parts(): Promise<readonly string[]>;
  /** Ends the worker and frees its memory; the predictor can load again afterwards. */
  dispose(): void;
}
