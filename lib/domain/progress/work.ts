import { ENOUGH_ACTIVE_MS } from '@/lib/domain/progress/schema';
import type { Work } from '@/lib/domain/progress/schema';

export const NO_WORK: Work = {
  submitted: 0,
  cells: 0,
  confirmed: 0,
  returned: 0,
  accepted: 0,
  sentBack: 0,
  reviewedCells: 0,
  activeMs: 0,
};

/** The work of both. */
export function addWork(a: Work, b: Work): Work {
  return {
    submitted: a.submitted + b.submitted,
    cells: a.cells + b.cells,
    confirmed: a.confirmed + b.confirmed,
    returned: a.returned + b.returned,
    accepted: a.accepted + b.accepted,
    sentBack: a.sentBack + b.sentBack,
    reviewedCells: a.reviewedCells + b.reviewedCells,
    activeMs: a.activeMs + b.activeMs,
  };
}

/** Chips that somebody submitted, confirmed or gave back. */
export function chipsOf({ submitted, accepted, sentBack }: Work): number {
  return submitted + accepted + sentBack;
}

/** Cells that somebody labelled or reviewed. */
export function cellsOf({ cells, reviewedCells }: Work): number {
  return cells + reviewedCells;
}

/** So many in an active hour; null where somebody was active for too short. */
export function perHour(count: number, activeMs: number): number | null {
  return activeMs < ENOUGH_ACTIVE_MS ? null : count / (activeMs / 3_600_000);
}
