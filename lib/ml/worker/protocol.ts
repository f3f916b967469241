import type { ErrorMessage } from '@/lib/domain/error/message';
import type { Thresholds } from '@/lib/domain/proposal/thresholds';
import type { ActionCounts } from '@/lib/domain/label/action-counts';
import type { LivePrediction } from '@/lib/ml/live/live-head';
import type {
  Backend,
  ConfirmedLabels,
  LearntChip,
  LiveScope,
  LiveState,
  LoadStep,
  ModelLimits,
  PredictorChip,
  PredictorOutput,
  SimilarCells,
  TestMarks,
} from '@/lib/ml/predictor';

/** What the page asks of the model worker. Replies carry the request's id; addresses are absolute. */
export type WorkerRequest =
  /** takes the place of the package that is loaded and of a load under way */
  | {
      readonly kind: 'load';
      readonly id: number;
      readonly manifestUrl: string;
      readonly versionId: string;
      readonly test: TestMarks | null;
    }
  /** `embedding`: whether the reply is to bring it */
  | {
      readonly kind: 'run';
      readonly id: number;
      readonly chip: PredictorChip;
      readonly embedding: boolean;
    }
  | {
      readonly kind: 'train';
      readonly id: number;
      readonly chip: LearntChip;
      readonly cells: Uint8Array;
      readonly thresholds: Thresholds;
      readonly shown: boolean;
      readonly actions: ActionCounts | null;
    }
  | {
      readonly kind: 'similar';
      readonly id: number;
      readonly chip: PredictorChip;
      readonly cell: number;
      readonly count: number;
    }
  | { readonly kind: 'clear'; readonly id: number }
  | { readonly kind: 'parts'; readonly id: number }
  /** these have no reply */
  | { readonly kind: 'confirmed'; readonly sample: readonly ConfirmedLabels[] | null }
  | { readonly kind: 'scope'; readonly scope: LiveScope }
  | { readonly kind: 'live'; readonly on: boolean }
  /** stops the request of that id where it has not begun to compute */
  | { readonly kind: 'cancel'; readonly id: number };

export interface LoadedModel {
  readonly name: string;
  readonly backend: Backend;
  readonly features: number;
  readonly outputs: readonly PredictorOutput[];
  readonly limits: ModelLimits;
}

/** What the worker says of a chip: probabilities [cells, outputs], none of a base package. */
export interface ChipResult {
  /** [cells, features], where it was asked for */
  readonly embedding: Float32Array<ArrayBuffer> | null;
  readonly probs: Float32Array<ArrayBuffer>;
  /** the live head's; null: it can say nothing */
  readonly live: LivePrediction | null;
  /** resampling, network and head, without fetching and decoding the picture; 0: the embedding was there */
  readonly ms: number;
}

export type WorkerReply =
  | {
      readonly kind: 'progress';
      readonly id: number;
      readonly fraction: number;
      readonly step: LoadStep;
    }
  | { readonly kind: 'loaded'; readonly id: number; readonly model: LoadedModel }
  | { readonly kind: 'ran'; readonly id: number; readonly result: ChipResult }
  | {
      readonly kind: 'similar';
      readonly id: number;
      readonly found: SimilarCells;
    }
  /** what the worker has loaded from the server */
  | { readonly kind: 'parts'; readonly id: number; readonly addresses: readonly string[] }
  /** a training step or a clearing is over */
  | { readonly kind: 'done'; readonly id: number }
  | { readonly kind: 'live'; readonly live: LiveState }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly text: ErrorMessage;
      readonly aborted: boolean;
    }
  /** the graphics card gave up while it computed and the model went over to another backend */
  | { readonly kind: 'backend'; readonly backend: Backend };
