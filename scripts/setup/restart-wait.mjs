// How long a process that ended waits before it is started again. Plain Node.

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** one that ran this long starts again without a longer wait */
const HEALTHY_MS = 60_000;

/** Milliseconds to wait after the end of a process that ran for `ran` ms; `before`: the wait before its start, 0 at first. */
export function restartWait(ran, before) {
  if (before === 0 || ran > HEALTHY_MS) return FIRST_WAIT_MS;
  return Math.min(before * 2, LONGEST_WAIT_MS);
}
