import { UNLABELLED } from '@/lib/domain/label/cell-code';

/** A chip's lattice and its cell codes, row-major. Never altered in place: an edit makes a new array. */
export interface Labelling {
  readonly rows: number;
  readonly cols: number;
  readonly cells: Uint8Array;
}

/** A place on the lattice, 0-based, row 0 at the top. */
export interface Place {
  readonly row: number;
  readonly col: number;
}

/** How an edit came about; travels with the save to the label events. */
export type EditSource = 'hand' | 'accept' | 'rest' | 'undo' | 'review';

/** One cell that an edit changes. */
export interface Edit {
  readonly cell: number;
  readonly before: number;
  readonly after: number;
}

/** Row-major number of a place. */
export function cellOf(labelling: Pick<Labelling, 'cols'>, { row, col }: Place): number {
  return row * labelling.cols + col;
}

/** The place of a row-major number. */
export function placeOf(labelling: Pick<Labelling, 'cols'>, cell: number): Place {
  return { row: Math.floor(cell / labelling.cols), col: cell % labelling.cols };
}

/** The labelling after the edits. */
export function applyEdits(labelling: Labelling, edits: readonly Edit[]): Labelling {
  if (edits.length === 0) return labelling;
  const cells = labelling.cells.slice();
  for (const edit of edits) cells[edit.cell] = edit.after;
  return { ...labelling, cells };
}

/** The edits that take these back, last first. */
export function reverseEdits(edits: readonly Edit[]): Edit[] {
  return edits
    .map(({ cell, before, after }) => ({ cell, before: after, after: before }))
    .toReversed();
}

/** How many cells have no label. */
export function countUnlabelled(cells: Uint8Array): number {
  return cells.reduce((count, code) => count + (code === UNLABELLED ? 1 : 0), 0);
}

/** Whether more cells have no label than have one. */
export function mostlyUnlabelled(cells: Uint8Array): boolean {
  return 2 * countUnlabelled(cells) > cells.length;
}
