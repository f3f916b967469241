import { ABSENT, UNLABELLED } from '@/lib/domain/label/cell-code';
import type { CellProposal } from '@/lib/domain/proposal/rule';
import type { Edit, Place, Labelling } from '@/lib/editor/labelling';
import { cellOf } from '@/lib/editor/labelling';

/** Sets cells to a code; cells that have it already are left out, so an empty result means nothing to do. */
export function paint(labelling: Labelling, cells: Iterable<number>, code: number): Edit[] {
  const edits: Edit[] = [];
  for (const cell of new Set(cells)) {
    const before = labelling.cells[cell];
    if (before !== undefined && before !== code) edits.push({ cell, before, after: code });
  }
  return edits;
}

/** Cells of the rectangle between two places, both included, clipped to the lattice. */
export function rectangle(labelling: Labelling, from: Place, to: Place): number[] {
  const cells: number[] = [];
  const lastRow = Math.min(labelling.rows - 1, Math.max(from.row, to.row));
  const lastCol = Math.min(labelling.cols - 1, Math.max(from.col, to.col));
  for (let row = Math.max(0, Math.min(from.row, to.row)); row <= lastRow; row += 1) {
    for (let col = Math.max(0, Math.min(from.col, to.col)); col <= lastCol; col += 1) {
      cells.push(cellOf(labelling, { row, col }));
    }
  }
  return cells;
}

/** Cells that a straight move between two places passes (Bresenham), so that a fast drag leaves no gaps. */
export function line(labelling: Labelling, from: Place, to: Place): number[] {
  const cells: number[] = [];
  let { row, col } = from;
  const [dr, dc] = [Math.abs(to.row - row), Math.abs(to.col - col)];
  const [sr, sc] = [row < to.row ? 1 : -1, col < to.col ? 1 : -1];
  let error = dc - dr;
  for (;;) {
    if (row >= 0 && row < labelling.rows && col >= 0 && col < labelling.cols) {
      cells.push(cellOf(labelling, { row, col }));
    }
    if (row === to.row && col === to.col) return cells;
    const twice = 2 * error;
    if (twice > -dr) {
      error -= dr;
      col += sc;
    }
    if (twice < dc) {
      error += dc;
      row += sr;
    }
  }
}

/** Takes the class off a cell that has it, else gives it. */
export function toggle(labelling: Labelling, cell: number, code: number): Edit[] {
  return paint(labelling, [cell], labelling.cells[cell] === code ? UNLABELLED : code);
}

/** Turns the proposals that are shown into labels; cells that a person decided are never among them. */
export function acceptProposals(labelling: Labelling, shown: readonly CellProposal[]): Edit[] {
  return shown.flatMap(({ cell, code }) => paint(labelling, [cell], code));
}

/** "The rest are absent": earned only by cells that were on screen. */
export function restAbsent(labelling: Labelling, seen: ReadonlySet<number>): Edit[] {
  const cells: number[] = [];
  for (const cell of seen) if (labelling.cells[cell] === UNLABELLED) cells.push(cell);
  return paint(labelling, cells, ABSENT);
}
