import { seededRandom } from '@/lib/core/seeded-random';
import type { Coefficient } from '@/lib/domain/agreement/coefficient';
import { sumOf } from '@/lib/domain/agreement/table';
import type { CodeTable } from '@/lib/domain/agreement/table';

/** Chips below which no figure is shown: an interval of fewer drawn again says less than it seems. */
export const ENOUGH_CHIPS = 20;

const RESAMPLES = 1000;
const SEED = 20_261_127;

/** A figure of agreement with its 95 % interval, and what it was counted on; `value` null: fewer chips than are needed, or only one code. */
export interface Agreement {
  value: number | null;
  low: number;
  high: number;
  chips: number;
  cells: number;
}

/**
 * A coefficient over chips. Its interval is the cluster bootstrap's: chips are drawn again with all their cells, since cells of one
 * chip are not independent (Field and Welsh 2007, "Bootstrapping clustered data"), and the percentiles are taken (Efron and
 * Tibshirani 1993, ch. 13). Drawn by a fixed seed: the same labels give the same interval.
 */
export function agreementOf(tables: readonly CodeTable[], coefficient: Coefficient): Agreement {
  const filled = tables.filter((table) => table.size > 0);
  const sum = sumOf(filled);
  const cells = Math.round([...sum.values()].reduce((all, n) => all + n, 0));
  const counted = { chips: filled.length, cells };
  const value = filled.length < ENOUGH_CHIPS ? null : coefficient(sum);
  if (value === null) return { value, low: -1, high: 1, ...counted };
  const [low, high] = bootstrapInterval(filled, coefficient);
  return { value, low, high, ...counted };
}

/** The 2.5th and 97.5th percentile of a coefficient over chips that are drawn again. */
export function bootstrapInterval(
  tables: readonly CodeTable[],
  coefficient: Coefficient,
): [low: number, high: number] {
  const keys = [...sumOf(tables).keys()];
  const place = new Map(keys.map((key, i) => [key, i]));
  const entries = tables.map((table) =>
    [...table].map(([key, n]) => ({ at: place.get(key) ?? 0, n })),
  );
  const random = seededRandom(SEED);
  const sums = new Float64Array(keys.length);
  const drawn: number[] = [];
  for (let i = 0; i < RESAMPLES; i += 1) {
    sums.fill(0);
    for (const _ of entries) {
      for (const { at, n } of entries[Math.floor(random() * entries.length)] ?? [])
        sums[at] = (sums[at] ?? 0) + n;
    }
    const value = coefficient(new Map(keys.map((key, at) => [key, sums[at] ?? 0])));
    if (value !== null) drawn.push(value);
  }
  drawn.sort((a, b) => a - b);
  return [percentile(drawn, 0.025), percentile(drawn, 0.975)];
}

function percentile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? 0;
  return below + (at - Math.floor(at)) * ((sorted[Math.ceil(at)] ?? below) - below);
}
