import { isTrainable } from '@/lib/domain/label/cell-code';

/** What a browser embeds in some seconds: about a tenth of a second a chip of 64 cells. */
const MOST_CHIPS = 48;
/** 30 MB of numbers at 1,232 features. */
const MOST_CELLS = 6_000;

/** A confirmed chip's codes with how many cells have each. */
export interface SampledChip {
  readonly cells: number;
  readonly codes: readonly number[];
}

/**
 * Some of these chips, so that each kind of cell is there: by turns the next chip that has absent, the first class, the second ...
 * in the order given. The order is one that hardly changes, so that a browser need not look at other chips tomorrow.
 */
export function sampleChips<T extends SampledChip>(chips: readonly T[]): T[] {
  const codes = [...new Set(chips.flatMap((chip) => chip.codes.filter(isTrainable)))].sort(
    (a, b) => a - b,
  );
  const queues = codes.map((code) => chips.filter((chip) => chip.codes.includes(code)).values());
  const chosen = new Set<T>();
  let cells = 0;
  for (let left = queues; left.length > 0;) {
    left = left.filter((queue) => {
      let next = queue.next();
      while (!next.done && chosen.has(next.value)) next = queue.next();
      if (next.done || chosen.size === MOST_CHIPS) return false;
      if (chosen.size > 0 && cells + next.value.cells > MOST_CELLS) return false;
      chosen.add(next.value);
      cells += next.value.cells;
      return true;
    });
  }
  return [...chosen];
}
