import type { Rate } from '@/lib/domain/automation-bias/schema';

/** Fewer wrong proposals than this on either side say nothing: the interval would span half of all there is. */
export const ENOUGH = 30;

const Z = 1.959964;

/** A share with Wilson's interval, which also holds for few cells and for shares near 0 or 1. */
export function rateOf(followed: number, n: number): Rate {
  if (n === 0) return { followed, n, rate: null, low: 0, high: 1 };
  const rate = followed / n;
  const [z2, by] = [Z * Z, 1 + (Z * Z) / n];
  const middle = (rate + z2 / (2 * n)) / by;
  const half = (Z / by) * Math.sqrt((rate * (1 - rate)) / n + z2 / (4 * n * n));
  return { followed, n, rate, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
