import { UNLABELLED, isTrainable } from '@/lib/domain/label/cell-code';
import { levelOf, probabilityAt } from '@/lib/domain/proposal/prediction';
import type { ChipPrediction } from '@/lib/domain/proposal/prediction';

/** What is known of a chip that waits for review or is confirmed. */
export interface ReviewedChip {
  readonly cells: number;
  readonly confirmed: boolean;
  /** the reviewed labelling; null: there is none, or somebody submitted labels after it */
  readonly reviewed: Uint8Array | null;
  /** labels of those who submitted, first submitted first */
  readonly people: readonly Uint8Array[];
  readonly prediction: ChipPrediction | null;
}

/** The label of a cell as the gallery shows it. */
export interface ReviewLabel {
  readonly cell: number;
  readonly code: number;
  /** how likely it is wrong, from 0 to 1; null: nothing is known */
  readonly suspicion: number | null;
}

/**
 * The labels of a chip: what the reviewed labelling says, else, unless the chip is confirmed, what the first who submitted says; none
 * where nobody decided. Suspicion is 1 where people differ and no reviewer decided, else 1 - p of the label by the model. Its twin
 * in the database is settle_chip_labels, which counts and orders chips by it.
 */
export function reviewLabels(chip: ReviewedChip): ReviewLabel[] {
  const labels: ReviewLabel[] = [];
  for (let cell = 0; cell < chip.cells; cell += 1) {
    const { code, differs } = labelOf(chip, cell);
    if (code === UNLABELLED) continue;
    const suspicion = differs ? 1 : doubtOf(chip.prediction, cell, code);
    labels.push({ cell, code, suspicion });
  }
  return labels;
}

function labelOf({ reviewed, confirmed, people }: ReviewedChip, cell: number) {
  const decided = reviewed?.[cell] ?? UNLABELLED;
  if (decided !== UNLABELLED || (confirmed && reviewed)) return { code: decided, differs: false };
  const codes = people.map((own) => own[cell] ?? UNLABELLED).filter((code) => code !== UNLABELLED);
  return { code: codes[0] ?? UNLABELLED, differs: new Set(codes).size > 1 };
}

/** 1 - p of a label; null where it cannot be learnt or the model does not know it. */
function doubtOf(prediction: ChipPrediction | null, cell: number, code: number): number | null {
  if (!prediction || !isTrainable(code)) return null;
  const output = prediction.outputs.findIndex((one) => one.code === code);
  // as it is stored, so that a cell and its chip's place in the order say the same number
  return output < 0 ? null : 1 - levelOf(probabilityAt(prediction, cell, output)) / 255;
}
