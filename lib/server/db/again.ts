import { setTimeout as sleep } from 'node:timers/promises';
import { causesOf } from '@/lib/server/causes';

/** PostgreSQL ended a transaction so that others could go on: a serialisation failure, a deadlock. */
const GAVE_WAY = new Set(['40001', '40P01']);
const TRIES = 5;

/**
 * Runs `work`, one whole transaction, and runs it again a few times where PostgreSQL ended it in favour of another: nothing of it
 * was written, and whoever had nothing to do with the other never learns of it.
 */
export async function untilDone<T>(
  work: () => Promise<T>,
  draw: () => number = Math.random,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === TRIES || !gaveWay(error)) throw error;
      // by chance, so that the same two do not meet again
      await sleep(draw() * 20 * tries);
    }
  }
}

function gaveWay(error: unknown): boolean {
  for (const { code, kind, originalCode } of causesOf(error)) {
    if (GAVE_WAY.has(String(code)) || GAVE_WAY.has(String(originalCode))) return true;
    // Prisma's words for the same
    if (code === 'P2034' || kind === 'TransactionWriteConflict') return true;
  }
  return false;
}
