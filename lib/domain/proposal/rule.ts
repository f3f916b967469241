import { ABSENT, UNLABELLED } from '@/lib/domain/label/cell-code';
import { levelOf, probabilityAt } from '@/lib/domain/proposal/prediction';
import type { ChipPrediction } from '@/lib/domain/proposal/prediction';
import { thresholdFor } from '@/lib/domain/proposal/thresholds';
import type { Thresholds } from '@/lib/domain/proposal/thresholds';

/** A class that a model finds likeliest in a cell, absent left out. */
export interface CellProposal {
  readonly cell: number;
  readonly code: number;
  readonly probability: number;
}

/**
 * Whether a probability is at or above a threshold. Compared as it is stored, so that browser and server never disagree about a
 * probability that one of them has as a float and the other as a byte; lib/server/proposal/data.ts says the same in SQL.
 */
export function reaches(probability: number, threshold: number): boolean {
  return levelOf(probability) >= 255 * threshold;
}

// worked out once a prediction: the screen asks at every change
const likeliest = new WeakMap<ChipPrediction, readonly CellProposal[]>();

/** The likeliest class of each cell, absent left out, whatever its probability; by cell. Of two as likely the first output. */
export function likeliestClasses(prediction: ChipPrediction): readonly CellProposal[] {
  const made = likeliest.get(prediction);
  if (made) return made;
  const cells = prediction.values.length / Math.max(1, prediction.outputs.length);
  const found: CellProposal[] = [];
  for (let cell = 0; cell < cells; cell += 1) {
    const best = findLikeliest(prediction, cell);
    if (best) found.push(best);
  }
  likeliest.set(prediction, found);
  return found;
}

function findLikeliest(prediction: ChipPrediction, cell: number): CellProposal | null {
  let best: CellProposal | null = null;
  let most = -1;
  prediction.outputs.forEach(({ code }, k) => {
    const probability = probabilityAt(prediction, cell, k);
    const level = levelOf(probability);
    if (code === ABSENT || level <= most) return;
    best = { cell, code, probability };
    most = level;
  });
  return best;
}

/** The likeliest class of a cell, absent left out; null where the model knows no class or has not seen the cell. */
export function likeliestClass(prediction: ChipPrediction, cell: number): CellProposal | null {
  // every cell has one or none has: they lie by cell
  return likeliestClasses(prediction)[cell] ?? null;
}

/** THE rule: a cell is proposed its likeliest class that is not absent, at or above that class's threshold, while it has no label. */
export function isProposed(
  { code, probability }: Pick<CellProposal, 'code' | 'probability'>,
  thresholds: Thresholds,
  label: number,
): boolean {
  return label === UNLABELLED && reaches(probability, thresholdFor(thresholds, code));
}

/** The proposals of a chip by the rule; `labels` are its cells' codes, row-major. */
export function proposalsOf(
  prediction: ChipPrediction,
  labels: Uint8Array,
  thresholds: Thresholds,
): CellProposal[] {
  return likeliestClasses(prediction).filter((found) =>
    isProposed(found, thresholds, labels[found.cell] ?? UNLABELLED),
  );
}

/** What a model claims of a cell, labelled or not: the class that the rule proposes for it while it has no label, else absent. */
export function claimOf(prediction: ChipPrediction, cell: number, thresholds: Thresholds): number {
  const found = likeliestClass(prediction, cell);
  return found && isProposed(found, thresholds, UNLABELLED) ? found.code : ABSENT;
}

/** The claims of all cells. */
export function claimsOf(prediction: ChipPrediction, thresholds: Thresholds): Uint8Array {
  const cells = prediction.values.length / Math.max(1, prediction.outputs.length);
  return Uint8Array.from({ length: cells }, (_, cell) => claimOf(prediction, cell, thresholds));
}
