import { wilson } from '@/lib/core/wilson';
import { ENOUGH_CHIPS } from '@/lib/domain/agreement/interval';
import type { Share } from '@/lib/domain/progress/schema';

/** Sums over chips of cells (n) and of those that count (k): all that a share and its interval need. */
export interface ShareSums {
  chips: number;
  n: number;
  k: number;
  nn: number;
  kn: number;
  kk: number;
}

export const NO_SUMS: ShareSums = { chips: 0, n: 0, k: 0, nn: 0, kn: 0, kk: 0 };

/** The sums of both. */
export function addSums(a: ShareSums, b: ShareSums): ShareSums {
  return {
    chips: a.chips + b.chips,
    n: a.n + b.n,
    k: a.k + b.k,
    nn: a.nn + b.nn,
    kn: a.kn + b.kn,
    kk: a.kk + b.kk,
  };
}

/**
 * A share of cells with its 95 % interval. Cells of one chip are not independent: the interval is Wilson's at the effective number of
 * cells, which is what the ratio estimator's variance over chips is worth (Korn and Graubard 1998, "Confidence intervals for
 * proportions with small expected number of positive counts"). Fewer than 20 chips have none.
 */
export function shareOf({ chips, n, k, nn, kn, kk }: ShareSums): Share {
  if (n === 0) return { value: null, low: null, high: null, cells: 0, chips };
  const value = k / n;
  if (chips < ENOUGH_CHIPS) return { value, low: null, high: null, cells: n, chips };
  // of the sums, the squares around the share: sum of (k_i - value n_i)^2
  const squares = Math.max(0, kk - 2 * value * kn + value * value * nn);
  const variance = (chips / (chips - 1)) * (squares / (n * n));
  // all the same in every chip: as if each chip were one cell
  const effective = variance === 0 ? chips : Math.min(n, (value * (1 - value)) / variance);
  return { value, ...wilson(value * effective, effective), cells: n, chips };
}
