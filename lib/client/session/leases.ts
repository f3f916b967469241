import type { HeldChip } from '@/lib/client/session/held-chip';
import { alter, isBegun, lose, openOf } from '@/lib/client/session/session-history';
import type { SessionHistory } from '@/lib/client/session/session-history';
import type { LeaseReply } from '@/lib/client/session/session-server';

const LONG_LEASE_MS = 3600 * 1000; // needs no heartbeat
const LATELY_MS = 30 * 60 * 1000; // a reload or a crash, not the next morning

/** Chips whose leases a heartbeat is to renew now. */
export function dueLeases(history: SessionHistory, now: number): number[] {
  const due = openOf(history).filter((held) => held.until - now < LONG_LEASE_MS);
  return due.map(({ chip }) => chip.number);
}

/** Untouched chips whose leases ended while the tab was closed: those to take again, and those that are the queue's by now. */
export function endedLeases(
  history: SessionHistory,
  now: number,
): { lately: number[]; longAgo: number[] } {
  const ended = openOf(history).filter((held) => held.until <= now && !isBegun(held));
  const numbers = (lately: boolean): number[] =>
    ended.filter((held) => now - held.until < LATELY_MS === lately).map(({ chip }) => chip.number);
  return { lately: numbers(true), longAgo: numbers(false) };
}

/** After a heartbeat for these chips: untouched ones ahead that passed to others go, and the rest know their holder or their end. */
export function withLeases(
  history: SessionHistory,
  numbers: readonly number[],
  { lost, until }: LeaseReply,
  more: Partial<HeldChip> = {},
): SessionHistory {
  const holders = new Map(lost.map(({ number, by }) => [number, by]));
  let changed = lose(history, [...holders.keys()]);
  for (const number of numbers) {
    const change = holders.has(number)
      ? { heldBy: holders.get(number) ?? null }
      : { heldBy: null, until, ...more };
    changed = alter(changed, number, change);
  }
  return changed;
}
