import type { Figure, Spread } from '@/lib/contracts/result';

/** Why a figure has a value and no interval. `rare`: most resamples of the blocks held none of its cells. */
export type NoInterval =
  | { readonly why: 'fewBlocks'; readonly blocks: number; readonly needs: number }
  | { readonly why: 'rare' | 'unknown' };

/** Null where the interval is there, or there is no value either. */
export function noInterval(figure: Figure, spread: Spread | null | undefined): NoInterval | null {
  if (figure.value === null || (figure.low !== null && figure.high !== null)) return null;
  if (!spread) return { why: 'unknown' };
  const { blocks, needs } = spread;
  return blocks < needs ? { why: 'fewBlocks', blocks, needs } : { why: 'rare' };
}
