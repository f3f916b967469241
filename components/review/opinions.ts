import { UNLABELLED } from '@/lib/domain/label/cell-code';
import type { CorrectionView } from '@/lib/domain/correction/schema';
import { fromLevels } from '@/lib/domain/proposal/prediction';
import type { ChipPrediction } from '@/lib/domain/proposal/prediction';
import { claimsOf } from '@/lib/domain/proposal/rule';
import type { Thresholds } from '@/lib/domain/proposal/thresholds';
import type { ReviewChip } from '@/lib/client/review-chip';

/** One opinion on all cells of a chip: a person's labels, or what the model claims. */
export interface Opinion {
  readonly id: string;
  readonly name: string;
  readonly isModel: boolean;
  /** a correction that is asked for: cells without a code are to stay as they are */
  readonly isWish: boolean;
  readonly cells: Uint8Array;
}

/** What the model says of the chip; null where it has not scored it. */
export function predictionOf(view: ReviewChip): ChipPrediction | null {
  if (!view.proposals) return null;
  const { versionId, outputs, probs } = view.proposals;
  return { versionId, outputs, values: fromLevels(probs) };
}

/** The correction that is asked for, people in the order of submission, then the model with what it claims at the thresholds. */
export function opinionsOf(
  view: ReviewChip,
  prediction: ChipPrediction | null,
  thresholds: Thresholds,
): Opinion[] {
  const correction = correctionOf(view);
  const asked = correction ? [wishOf(correction, view.consensus.cells.length)] : [];
  const labelled = view.labellings.map(({ person, labelling }) => ({
    id: person.userId,
    name: person.name,
    isModel: false,
    isWish: false,
    cells: labelling.cells,
  }));
  const people = [...asked, ...labelled];
  if (!view.proposals || !prediction) return people;
  const { versionId, name } = view.proposals;
  const cells = claimsOf(prediction, thresholds);
  return [...people, { id: versionId, name, isModel: true, isWish: false, cells }];
}

/** The correction that is to be decided on: of a confirmed chip the one that was asked for first. */
export function correctionOf(view: ReviewChip): CorrectionView | null {
  return view.chip.status === 'CONFIRMED' ? (view.corrections[0] ?? null) : null;
}

function wishOf({ id, by, changes }: CorrectionView, size: number): Opinion {
  const cells = corrected(new Uint8Array(size), changes);
  return { id, name: by.name, isModel: false, isWish: true, cells };
}

/** What an accept would confirm: the labels, with the correction that is to be decided on. */
export function toBeConfirmed(view: ReviewChip, labelling: Uint8Array): Uint8Array {
  return corrected(labelling, correctionOf(view)?.changes ?? []);
}

function corrected(cells: Uint8Array, changes: CorrectionView['changes']): Uint8Array {
  const result = cells.slice();
  for (const { cell, after } of changes) result[cell] = after;
  return result;
}

/** Cells in which an opinion says something else than the labelling, with its code. Cells it does not know are no difference. */
export function differencesFrom(
  labelling: Uint8Array,
  opinion: Opinion | undefined,
): ReadonlyMap<number, number> {
  const differences = new Map<number, number>();
  if (!opinion) return differences;
  for (const [cell, code] of opinion.cells.entries()) {
    if (code === UNLABELLED || code === labelling[cell]) continue;
    // the model claims something everywhere: where nobody decided, its proposals are drawn instead
    if (opinion.isModel && labelling[cell] === UNLABELLED) continue;
    differences.set(cell, code);
  }
  return differences;
}

/** Cells that two people labelled differently and that are still undecided. */
export function openCells(view: ReviewChip, labelling: Uint8Array): number[] {
  return view.differs.people.filter((cell) => labelling[cell] === UNLABELLED);
}
