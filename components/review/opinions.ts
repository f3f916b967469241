import { UNLABELLED } from '@/lib/domain/label/cell-code';
import { bytesOf } from '@/lib/domain/label/cells';
import { claimOf } from '@/lib/domain/review/disagreement';
import type { ChipProbs } from '@/lib/domain/review/disagreement';
import type { ReviewView } from '@/lib/domain/review/schema';
import type { Probabilities } from '@/lib/editor/proposals';

/** One opinion on all cells of a chip: a person's labels, or what the model claims. */
export interface Opinion {
  readonly id: string;
  readonly name: string;
  readonly isModel: boolean;
  readonly cells: Uint8Array;
}

/** The model's probabilities as the editor reads them; null where it has not looked at the chip. */
export function probabilitiesOf(view: ReviewView): Probabilities | null {
  if (!view.proposals) return null;
  const { versionId, outputs, probs } = view.proposals;
  return { versionId, outputs, values: Float32Array.from(bytesOf(probs), (byte) => byte / 255) };
}

/** People first, in the order of submission, then the model. */
export function opinionsOf(view: ReviewView): Opinion[] {
  const people = view.labellings.map(({ person, labelling }) => ({
    id: person.userId,
    name: person.name,
    isModel: false,
    cells: bytesOf(labelling.cells),
  }));
  return view.proposals
    ? [
        ...people,
        {
          id: view.proposals.versionId,
          name: view.proposals.name,
          isModel: true,
          cells: claimsOf(view.proposals, view.chip.rows * view.chip.cols),
        },
      ]
    : people;
}

function claimsOf(proposals: NonNullable<ReviewView['proposals']>, cells: number): Uint8Array {
  const model: ChipProbs = {
    codes: proposals.outputs.map((output) => output.code),
    probs: bytesOf(proposals.probs),
    thresholds: new Map(
      Object.entries(proposals.thresholds).map(([code, p]) => [Number(code), p] as const),
    ),
  };
  return Uint8Array.from({ length: cells }, (_, cell) => claimOf(model, cell).code);
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
export function openCells(view: ReviewView, labelling: Uint8Array): number[] {
  return view.differs.people.filter((cell) => labelling[cell] === UNLABELLED);
}
