import { UNLABELLED } from '@/lib/domain/label/cell-code';
import type { CellProposal } from '@/lib/domain/proposal/rule';
import { cellOf } from '@/lib/editor/labelling';
import type { Place, Labelling } from '@/lib/editor/labelling';

/**
 * Undecided cells that hang together, side by side, with a place and look the same: the same class is proposed, or none is.
 * A cell that a person decided is never among them, so a fill that begins in one is empty.
 */
export function floodCells(
  labelling: Labelling,
  shown: readonly CellProposal[],
  from: Place,
): number[] {
  const start = cellOf(labelling, from);
  if (labelling.cells[start] !== UNLABELLED) return [];
  const proposed = new Map(shown.map(({ cell, code }) => [cell, code]));
  const wanted = proposed.get(start);
  const found = new Set([start]);
  // a set grows while it is walked, and the walk reaches what was added
  for (const cell of found) {
    for (const next of neighbours(labelling, cell)) {
      if (labelling.cells[next] === UNLABELLED && proposed.get(next) === wanted) found.add(next);
    }
  }
  return [...found];
}

function neighbours({ rows, cols }: Labelling, cell: number): number[] {
  const col = cell % cols;
  const next = [];
  if (cell >= cols) next.push(cell - cols);
  if (cell < (rows - 1) * cols) next.push(cell + cols);
  if (col > 0) next.push(cell - 1);
  if (col < cols - 1) next.push(cell + 1);
  return next;
}
