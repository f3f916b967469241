import { z } from 'zod';

/** One column of a prediction: cell code 1 is absent, 16 + index a class of the project. */
export const PredictionOutput = z.object({ code: z.int(), name: z.string() });
export type PredictionOutput = Readonly<z.infer<typeof PredictionOutput>>;

/** What a model says of a chip: the one form that label page, review, queue and figures read. */
export interface ChipPrediction {
  /** null: by the person's own live head, which is no version (docs/decisions/0008) */
  readonly versionId: string | null;
  readonly outputs: readonly PredictionOutput[];
  /** cells x outputs, row-major, each 0 to 1 */
  readonly values: Float32Array;
}

/** What a version says of a chip. */
export interface VersionPrediction extends ChipPrediction {
  readonly versionId: string;
}

/** The probability of an output in a cell; 0 off the lattice. */
export function probabilityAt(prediction: ChipPrediction, cell: number, output: number): number {
  return prediction.values[cell * prediction.outputs.length + output] ?? 0;
}

/** A probability as one byte, round(255 p): how it is sent and stored. */
export function levelOf(probability: number): number {
  return Math.round(255 * Math.min(1, Math.max(0, probability)));
}

/** Probabilities as they are sent and stored: a byte each. */
export function toLevels(values: Float32Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(values, levelOf);
}

/** Probabilities out of their stored bytes. */
export function fromLevels(levels: Uint8Array): Float32Array {
  return Float32Array.from(levels, (level) => level / 255);
}

/** All outputs of a cell, likeliest first. */
export function rankedOutputs(
  prediction: ChipPrediction,
  cell: number,
): { code: number; name: string; probability: number }[] {
  return prediction.outputs
    .map((output, k) => ({ ...output, probability: probabilityAt(prediction, cell, k) }))
    .sort((a, b) => b.probability - a.probability);
}
