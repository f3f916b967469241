import type { CorrectedCell } from '@/lib/domain/correction/schema';
import { UNLABELLED } from '@/lib/domain/label/cell-code';

/** What a person changed of confirmed labels. `erased` cells say nothing of what is there, so they are no part of a correction. */
export function correctionFrom(
  confirmed: Uint8Array,
  cells: Uint8Array,
): { changes: CorrectedCell[]; erased: number } {
  const changes: CorrectedCell[] = [];
  let erased = 0;
  for (const [cell, before] of confirmed.entries()) {
    const after = cells[cell] ?? UNLABELLED;
    if (after === before) continue;
    if (after === UNLABELLED) erased += 1;
    else changes.push({ cell, before, after });
  }
  return { changes, erased };
}
