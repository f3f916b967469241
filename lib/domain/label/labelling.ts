import type { CellChange } from '@/lib/domain/label/schema';

/** A cell whose current code is neither the one that the client saw nor the one that it wants. */
export interface CellConflict {
  cell: number;
  yours: number;
  theirs: number;
}

/** What became of a list of changes. */
export interface Merge {
  cells: Uint8Array;
  /** changes that altered a cell */
  applied: CellChange[];
  /** changes whose cell has the wanted code already */
  already: CellChange[];
  conflicts: CellConflict[];
}

/**
 * Merges changes into a labelling by cell: a change applies where the labelling still has the code that the client saw. The same
 * cell twice in one list follows on itself. Neither argument is altered.
 */
export function mergeChanges(labelling: Uint8Array, changes: readonly CellChange[]): Merge {
  const cells = labelling.slice();
  const applied: CellChange[] = [];
  const already: CellChange[] = [];
  const conflicts: CellConflict[] = [];
  for (const change of changes) {
    const current = cells[change.cell];
    if (current === undefined)
      throw new RangeError(`cell ${String(change.cell)} is off the labelling`);
    if (current === change.after) already.push(change);
    else if (current === change.before) {
      cells[change.cell] = change.after;
      applied.push(change);
    } else conflicts.push({ cell: change.cell, yours: change.after, theirs: current });
  }
  return { cells, applied, already, conflicts };
}
