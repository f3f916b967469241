import type { Backend, PredictorChip, PredictorOutput } from '@/lib/ml/predictor';

/** What the page asks of the model worker. Replies carry the request's id; addresses are absolute. */
export type Request =
  /** takes the place of the package that is loaded and of a load under way */
  | {
      readonly kind: 'load';
      readonly id: number;
      readonly manifestUrl: string;
      readonly versionId: string;
    }
  | { readonly kind: 'run'; readonly id: number; readonly chip: PredictorChip }
  /** stops the request of that id where it has not begun to compute */
  | { readonly kind: 'cancel'; readonly id: number };

export interface LoadedModel {
  readonly name: string;
  readonly backend: Backend;
  readonly features: number;
  readonly outputs: readonly PredictorOutput[];
  readonly thresholds: Readonly<Record<string, number>>;
}

/** Embedding [cells, features] and probabilities [cells, outputs] of a chip. */
export interface ChipResult {
  readonly embedding: Float32Array<ArrayBuffer>;
  readonly probs: Float32Array<ArrayBuffer>;
  /** resampling, network and head, without fetching and decoding the picture */
  readonly ms: number;
}

export type Reply =
  | {
      readonly kind: 'progress';
      readonly id: number;
      readonly fraction: number;
      readonly text: string;
    }
  | { readonly kind: 'loaded'; readonly id: number; readonly model: LoadedModel }
  | { readonly kind: 'ran'; readonly id: number; readonly result: ChipResult }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly message: string;
      readonly aborted: boolean;
    }
  /** the graphics card gave up while it computed and the model went over to another backend */
  | { readonly kind: 'backend'; readonly backend: Backend };
