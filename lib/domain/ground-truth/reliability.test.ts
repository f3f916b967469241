import { describe, expect, test } from 'vitest';
import { seededRandom } from '@/lib/core/seeded-random';
import { pairTable } from '@/lib/domain/agreement/table';
import { chooseWithClasses } from '@/lib/domain/ground-truth/choose';
import {
  ENOUGH_TRUTH,
  effectiveCells,
  medianOf,
  reliabilityOf,
  scoreOf,
  wilsonInterval,
} from '@/lib/domain/ground-truth/reliability';

// Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I, method 3
test.each([
  { same: 81, cells: 263, low: 0.2553, high: 0.3662 },
  { same: 15, cells: 148, low: 0.0624, high: 0.1605 },
  { same: 0, cells: 20, low: 0, high: 0.1611 },
  { same: 1, cells: 29, low: 0.0061, high: 0.1718 },
])('Wilson’s interval of $same in $cells is the published one', ({ same, cells, low, high }) => {
  const found = wilsonInterval(same / cells, cells);
  expect(found[0]).toBeCloseTo(low, 4);
  expect(found[1]).toBeCloseTo(high, 4);
});

describe('cells of a chip hang together', () => {
  const chips = (sames: readonly number[]) => sames.map((same) => ({ same, cells: 16 }));

  test('chips that are all right or all wrong are worth a cell each, even ones all their cells', () => {
    const apart = chips([16, 16, 16, 16, 16, 16, 16, 16, 0, 0]);
    expect(effectiveCells(apart)).toBe(10);
    expect(effectiveCells(chips([12, 12, 12, 12, 12, 12, 12, 12, 12, 12]))).toBe(160);
  });

  test('in between it is the variance over chips that counts', () => {
    // 20 chips, half of them 14 right and half 10: share 0.75, variance 20 / 19 x 20 x 4 / 320 ^ 2
    const mixed = chips([...Array<number>(10).fill(14), ...Array<number>(10).fill(10)]);
    expect(effectiveCells(mixed)).toBeCloseTo(
      (0.75 * 0.25) / ((20 / 19) * ((20 * 4) / 320 ** 2)),
      9,
    );
  });

  test('who has everything right gets an interval over chips, not none', () => {
    const found = reliabilityOf(chips(Array<number>(10).fill(16)));
    expect(found).toMatchObject({ value: 1, chips: 10, cells: 160 });
    expect(found.high).toBeCloseTo(1, 12);
    expect(found.low).toBeCloseTo(0.7225, 4);
  });

  test('the interval holds the true share in about 95 of 100 cases', () => {
    let held = 0;
    for (let seed = 0; seed < 200; seed += 1) {
      const random = seededRandom(seed);
      const drawn = Array.from({ length: 30 }, () => {
        // some chips are hard
        const share = random() < 0.2 ? 0.5 : 0.95;
        const same = Array.from({ length: 16 }, random).filter((n) => n < share).length;
        return { same, cells: 16 };
      });
      const { low, high } = reliabilityOf(drawn);
      if (low <= 0.86 && high >= 0.86) held += 1;
    }
    expect(held).toBeGreaterThanOrEqual(180);
  });

  test('fewer chips than are needed give a count and no figure', () => {
    const few = reliabilityOf(chips(Array<number>(ENOUGH_TRUTH - 1).fill(16)));
    expect(few).toEqual({ value: null, low: 0, high: 1, chips: 9, cells: 144 });
    // a chip on which nobody decided anything is none
    expect(reliabilityOf([...chips([16]), { same: 0, cells: 0 }]).chips).toBe(1);
  });
});

test('cells that both decided are compared, of a class those whose reviewed label it is', () => {
  const table = pairTable(Uint8Array.of(16, 16, 1, 0, 17), Uint8Array.of(16, 17, 1, 1, 0));
  expect(scoreOf(table)).toEqual({ same: 2, cells: 3 });
  expect(scoreOf(table, 17)).toEqual({ same: 0, cells: 1 });
  expect(scoreOf(table, 16)).toEqual({ same: 1, cells: 1 });
});

test('the median of an even number lies between', () => {
  expect(medianOf([])).toBeNull();
  expect(medianOf([5, 1, 9])).toBe(5);
  expect(medianOf([4, 1, 9, 2])).toBe(3);
});

describe('chips at random so that each class is there', () => {
  const chips = Array.from({ length: 40 }, (_, i) => ({
    id: String(i),
    codes: [1, ...(i === 7 ? [18] : []), ...(i < 5 ? [17] : []), ...(i % 2 === 0 ? [16] : [])],
  }));

  test('a class of one chip comes along in every draw, none twice', () => {
    for (let seed = 0; seed < 50; seed += 1) {
      const chosen = chooseWithClasses(chips, 4, seededRandom(seed));
      expect(new Set(chosen.map(({ id }) => id)).size).toBe(4);
      expect(new Set(chosen.flatMap(({ codes }) => codes))).toEqual(new Set([1, 16, 17, 18]));
    }
  });

  test('with fewer chips than classes the rarest come, and with too few chips all', () => {
    expect(chooseWithClasses(chips, 1, seededRandom(1))[0]?.id).toBe('7');
    expect(chooseWithClasses(chips, 100, seededRandom(1))).toHaveLength(40);
  });
});
