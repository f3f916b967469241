import { ABSENT } from '@/lib/domain/label/cell-code';
import { levelOf, probabilityAt } from '@/lib/domain/proposal/prediction';
import type { ChipPrediction } from '@/lib/domain/proposal/prediction';
import { likeliestClasses } from '@/lib/domain/proposal/rule';

/**
 * Expected share of a chip's cells whose proposal is wrong: the mean of 1 - largest probability. On calibrated probabilities
 * this is what a person will have to correct, in a unit that people know; entropy would also count how the rest is spread over
 * outputs that nobody will be shown. A share, not a sum, so that chips at an asset's edge are not passed over for being small.
 */
export function uncertaintyOf({ outputs, values }: ChipPrediction): number {
  const cells = values.length / Math.max(1, outputs.length);
  let sum = 0;
  for (let cell = 0; cell < cells; cell += 1) {
    sum += 1 - Math.max(...values.subarray(cell * outputs.length, (cell + 1) * outputs.length));
  }
  return cells === 0 ? 0 : sum / cells;
}

/**
 * An output a byte, round(255 p), in the outputs' order: of a class the largest probability in a cell where it is the likeliest
 * class, so that the rule proposes it somewhere on the chip exactly where this reaches its threshold; of absent the largest.
 */
export function maxProbabilitiesOf(prediction: ChipPrediction): Uint8Array<ArrayBuffer> {
  const levels = new Uint8Array(prediction.outputs.length);
  const raise = (output: number, probability: number): void => {
    levels[output] = Math.max(levels[output] ?? 0, levelOf(probability));
  };
  const outputOf = new Map(prediction.outputs.map(({ code }, output) => [code, output]));
  for (const { code, probability } of likeliestClasses(prediction)) {
    raise(outputOf.get(code) ?? 0, probability);
  }
  const absent = outputOf.get(ABSENT);
  if (absent === undefined) return levels;
  const cells = prediction.values.length / prediction.outputs.length;
  for (let cell = 0; cell < cells; cell += 1)
    raise(absent, probabilityAt(prediction, cell, absent));
  return levels;
}
