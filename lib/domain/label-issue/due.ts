import { chipsForNext } from '@/lib/domain/training/readiness';

/** The last check whatever became of it: the labelled chips then, what it flagged, and how many labels were changed since. */
export interface LastCheck {
  labelled: number;
  /** null: it brought no result, and what was changed since is an older one's */
  flagged: number | null;
  changed: number;
}

/** So many changed labels are worth another look at the rest. */
const CHANGED = 20;

/**
 * Whether labels are to be checked again: as with trainings, from 20 labelled chips on and with each tenth more; or when half of
 * what was flagged has been corrected.
 */
export function isCheckDue(labelled: number, last: LastCheck | null): boolean {
  if (labelled >= chipsForNext(last?.labelled ?? null)) return true;
  const { flagged, changed } = last ?? { flagged: null, changed: 0 };
  return flagged !== null && changed >= CHANGED && 2 * changed >= flagged;
}
