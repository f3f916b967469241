import { setImmediate } from 'node:timers/promises';
import { systemClock } from '@/lib/core/clock';

/** Longest that one request computes while others wait. */
const TURN_MS = 10;

/** For loops that compute: `await turn()` lets the process answer others whenever it has been at it for TURN_MS. */
export function turns(): () => Promise<void> {
  let since = systemClock.now();
  return async () => {
    if (systemClock.now() - since < TURN_MS) return;
    await setImmediate();
    since = systemClock.now();
  };
}
