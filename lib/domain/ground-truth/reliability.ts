import type { AgreementFigure } from '@/lib/domain/agreement/schema';
import { firstOf, secondOf } from '@/lib/domain/agreement/table';
import type { CodeTable } from '@/lib/domain/agreement/table';

/** Chips below which no figure is shown. */
export const ENOUGH_TRUTH = 10;

const Z = 1.959963984540054;

/** What a person got right on one chip. */
interface ChipScore {
  same: number;
  cells: number;
}

/** Cells that both decided, and in how many both say the same; with `code` only those whose reviewed label is that. */
export function scoreOf(table: CodeTable, code?: number): ChipScore {
  let [same, cells] = [0, 0];
  for (const [key, n] of table) {
    // the person's label stands first, the reviewed one second
    if (code !== undefined && secondOf(key) !== code) continue;
    cells += n;
    if (firstOf(key) === secondOf(key)) same += n;
  }
  return { same, cells };
}

/** Wilson's score interval (1927) at 95 % of `share` in `n` independent trials; `n` may be a fraction. */
export function wilsonInterval(share: number, n: number): [low: number, high: number] {
  const spread = Z ** 2 / n;
  const middle = (share + spread / 2) / (1 + spread);
  const half = (Z / (1 + spread)) * Math.sqrt((share * (1 - share)) / n + spread / (4 * n));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

/**
 * How many independent cells the cells of these chips are worth: cells of one chip hang together. The variance of the share over chips
 * (ratio of two sums, Cochran 1977, ch. 6) by that of independent cells; at least one a chip, at most one a cell. Where all or none
 * are right there is no variance to see: one a chip.
 */
export function effectiveCells(chips: readonly ChipScore[]): number {
  const k = chips.length;
  const cells = chips.reduce((sum, chip) => sum + chip.cells, 0);
  const share = chips.reduce((sum, chip) => sum + chip.same, 0) / cells;
  const rest = chips.reduce((sum, chip) => sum + (chip.same - share * chip.cells) ** 2, 0);
  const variance = (k / (k - 1)) * (rest / cells ** 2);
  const alone = share * (1 - share);
  if (alone === 0) return k;
  return Math.max(k, Math.min(cells, variance === 0 ? cells : alone / variance));
}

/**
 * The share that a person got right, with its 95 % interval: Wilson's, on the number of independent cells that the cells are worth. A
 * bootstrap over chips gives no interval at all to who has everything right, which is common here. `value` null: too few chips.
 */
export function reliabilityOf(scores: readonly ChipScore[]): AgreementFigure {
  const chips = scores.filter(({ cells }) => cells > 0);
  const cells = chips.reduce((sum, chip) => sum + chip.cells, 0);
  const counted = { chips: chips.length, cells };
  if (chips.length < ENOUGH_TRUTH) return { value: null, low: 0, high: 1, ...counted };
  const value = chips.reduce((sum, chip) => sum + chip.same, 0) / cells;
  const [low, high] = wilsonInterval(value, effectiveCells(chips));
  return { value, low, high, ...counted };
}

/** The middle of some numbers; null: there are none. */
export function medianOf(numbers: readonly number[]): number | null {
  const sorted = numbers.toSorted((a, b) => a - b);
  const [low, high] = [
    sorted[Math.floor((sorted.length - 1) / 2)],
    sorted[Math.floor(sorted.length / 2)],
  ];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
