import { correctionOf, differencesFrom, openCells } from '@/components/review/opinions';
import type { Opinion } from '@/components/review/opinions';
import type { ReviewChip } from '@/lib/client/review-chip';
import { UNLABELLED } from '@/lib/domain/label/cell-code';
import type { ChipPrediction } from '@/lib/domain/proposal/prediction';
import { claimProbability } from '@/lib/domain/review/disagreement';
import type { Why } from '@/lib/editor/commands/why';

/** The correction that is asked for; the person who is the odd one out where people differ, else the model, else the only person. */
export function firstToCompare(view: ReviewChip): number {
  if (correctionOf(view)) return 0;
  if (view.differs.people.length > 0) return Math.min(1, view.labellings.length - 1);
  return view.proposals ? view.labellings.length : 0;
}

/**
 * Cells in which opinions differ from a labelling, most suspicious first: one for people who say something else, and p of what the
 * model claims instead, as in the order of the chips (lib/domain/review/disagreement.ts).
 */
export function suspiciousCells(
  labelling: Uint8Array,
  opinions: readonly Opinion[],
  prediction: ChipPrediction | null,
): number[] {
  const [people, model] = [new Set<number>(), new Map<number, number>()];
  for (const opinion of opinions) {
    for (const [cell, code] of differencesFrom(labelling, opinion)) {
      if (!opinion.isModel) people.add(cell);
      else if (prediction) model.set(cell, claimProbability(prediction, cell, code));
    }
  }
  const suspicion = (cell: number) => (people.has(cell) ? 1 : 0) + (model.get(cell) ?? 0);
  return [...new Set([...people, ...model.keys()])].sort(
    (a, b) => suspicion(b) - suspicion(a) || a - b,
  );
}

/** The cell after or before one in a list, round its end; from elsewhere the first. null where there are none. */
export function nextCell(cells: readonly number[], from: number, step: 1 | -1): number | null {
  const place = cells.indexOf(from);
  if (place < 0) return cells[0] ?? null;
  return cells[(place + step + cells.length) % cells.length] ?? null;
}

/** Whether the chip can be accepted with these cells, and why not. */
export function canAccept(view: ReviewChip, cells: Uint8Array): true | Why {
  if (correctionOf(view)) return true;
  if (view.chip.status === 'CONFIRMED') return { why: 'chipConfirmed' };
  if (view.chip.status !== 'SUBMITTED') return { why: 'notSubmitted' };
  const count = openCells(view, cells).length;
  if (count > 0) return { why: 'peopleDiffer', values: { count } };
  return cells.some((code) => code !== UNLABELLED) ? true : { why: 'noCellDecided' };
}

/** Whether the chip can go back to who labelled it, or a correction to who asked for it, and why not. */
export function canReturn(view: ReviewChip): true | Why {
  if (correctionOf(view)) return true;
  if (view.chip.status !== 'SUBMITTED') return { why: 'notSubmitted' };
  return view.labellings.length > 0 ? true : { why: 'nobodyToReturnTo' };
}
