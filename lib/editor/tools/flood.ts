import { UNSEEN } from '@/lib/domain/label/cell-code';
import type { CellProposal } from '@/lib/editor/proposals';
import { cellOf } from '@/lib/editor/sheet';
import type { Place, Sheet } from '@/lib/editor/sheet';

/**
 * Undecided cells that hang together, side by side, with a place and look the same: the same class is proposed, or none is.
 * A cell that a person decided is never among them, so a fill that begins in one is empty.
 */
export function floodCells(sheet: Sheet, shown: readonly CellProposal[], from: Place): number[] {
  const start = cellOf(sheet, from);
  if (sheet.cells[start] !== UNSEEN) return [];
  const proposed = new Map(shown.map(({ cell, code }) => [cell, code]));
  const wanted = proposed.get(start);
  const found = new Set([start]);
  // a set grows while it is walked, and the walk reaches what was added
  for (const cell of found) {
    for (const next of neighbours(sheet, cell)) {
      if (sheet.cells[next] === UNSEEN && proposed.get(next) === wanted) found.add(next);
    }
  }
  return [...found];
}

function neighbours({ rows, cols }: Sheet, cell: number): number[] {
  const col = cell % cols;
  const next = [];
  if (cell >= cols) next.push(cell - cols);
  if (cell < (rows - 1) * cols) next.push(cell + cols);
  if (col > 0) next.push(cell - 1);
  if (col < cols - 1) next.push(cell + 1);
  return next;
}
