import { wilson } from '@/lib/core/wilson';
import type { Rate } from '@/lib/domain/automation-bias/schema';

/** A share with its 95 % interval. */
export function rateOf(followed: number, n: number): Rate {
  return { followed, n, rate: n === 0 ? null : followed / n, ...wilson(followed, n) };
}
