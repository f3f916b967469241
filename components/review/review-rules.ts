import { openCells } from '@/components/review/opinions';
import type { ReviewChip } from '@/lib/client/review-chip';
import { UNLABELLED } from '@/lib/domain/label/cell-code';
import type { Why } from '@/lib/editor/commands/why';

/** The person who is the odd one out where people differ, else the model, else the only person. */
export function firstToCompare(view: ReviewChip): number {
  if (view.differs.people.length > 0) return Math.min(1, view.labellings.length - 1);
  return view.proposals ? view.labellings.length : 0;
}

/** The cell after or before one in the order of reading, round the end; null where there are none. */
export function nextCell(cells: readonly number[], from: number, step: 1 | -1): number | null {
  const sorted = [...new Set(cells)].sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const beyond =
    step === 1 ? sorted.find((cell) => cell > from) : sorted.findLast((cell) => cell < from);
  return beyond ?? (step === 1 ? sorted[0] : sorted.at(-1)) ?? null;
}

/** Whether the chip can be accepted with these cells, and why not. */
export function canAccept(view: ReviewChip, cells: Uint8Array): true | Why {
  if (view.chip.status === 'CONFIRMED') return { why: 'chip-confirmed' };
  if (view.chip.status !== 'SUBMITTED') return { why: 'not-submitted' };
  const count = openCells(view, cells).length;
  if (count > 0) return { why: 'people-differ', values: { count } };
  return cells.some((code) => code !== UNLABELLED) ? true : { why: 'no-cell-decided' };
}

/** Whether the chip can go back to who labelled it, and why not. */
export function canReturn(view: ReviewChip): true | Why {
  if (view.chip.status !== 'SUBMITTED') return { why: 'not-submitted' };
  return view.labellings.length > 0 ? true : { why: 'nobody-to-return-to' };
}
