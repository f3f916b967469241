import { describe, expect, test } from 'vitest';
import { seededRandom } from '@/lib/core/seeded-random';
import { forecastOf } from '@/lib/domain/progress/forecast';
import { askedOf, periodOf, startOf, stepOf, stepsOf } from '@/lib/domain/progress/period';
import { ProgressQuery } from '@/lib/domain/progress/schema';
import { NO_SUMS, addSums, shareOf } from '@/lib/domain/progress/share';
import type { ShareSums } from '@/lib/domain/progress/share';
import { perHour } from '@/lib/domain/progress/work';
import { nextTraining } from '@/lib/domain/training/readiness';

const TODAY = '2026-11-27';
const period = (query: Record<string, string>) => periodOf(ProgressQuery.parse(query), TODAY);

describe('the days of a period', () => {
  test.each([
    [{}, { name: '30', from: '2026-10-29', to: TODAY }],
    [{ period: '7' }, { name: '7', from: '2026-11-21', to: TODAY }],
    [{ period: 'all' }, { name: 'all', from: null, to: TODAY }],
    [{ from: '2026-11-01' }, { name: null, from: '2026-11-01', to: TODAY }],
    [
      { to: '2026-11-01', period: '7' },
      { name: null, from: null, to: '2026-11-01' },
    ],
    [
      { from: '2027-01-01', to: '9999-12-31' },
      { name: null, from: TODAY, to: TODAY },
    ],
    [
      { from: '2026-11-09', to: '2026-11-01' },
      { name: null, from: '2026-11-01', to: '2026-11-09' },
    ],
  ])('%o', (query, expected) => {
    expect(period(query as Record<string, string>)).toEqual(expected);
  });

  test('an address that says nonsense is one that says nothing', () => {
    const asked = askedOf([
      ['period', '8'],
      ['from', '2026-02-30'],
      ['to', '2026-11-01'],
      ['x', '1'],
      ['__proto__', '1'],
    ]);
    expect(asked).toEqual({ period: '30', to: '2026-11-01' });
  });

  test('a bar is a day, a week from Monday, or a month', () => {
    expect(stepOf('2026-09-01', '2026-12-01')).toBe('day');
    expect(stepOf('2026-08-31', '2026-12-01')).toBe('week');
    expect(stepOf('2020-01-01', '2026-12-01')).toBe('month');
    expect(startOf('2026-11-29', 'week')).toBe('2026-11-23');
    expect(startOf('2026-11-23', 'week')).toBe('2026-11-23');
    expect(stepsOf('2026-02-27', '2026-03-01', 'day')).toHaveLength(3);
    expect(stepsOf('2026-11-25', '2026-12-08', 'week')).toEqual([
      '2026-11-23',
      '2026-11-30',
      '2026-12-07',
    ]);
    expect(stepsOf('2026-01-31', '2026-04-01', 'month')).toEqual([
      '2026-01-01',
      '2026-02-01',
      '2026-03-01',
      '2026-04-01',
    ]);
  });
});

describe('when the next training may begin', () => {
  const after = (confirmed: number, recent: number[], chips = 500) =>
    forecastOf(nextTraining(confirmed, null, chips), recent, TODAY);

  test('no pace, no day', () => {
    expect(after(4, [])).toEqual({ kind: 'nobody', missing: 16 });
    expect(after(4, [0, 0, 0, 0, 0, 0, 0])).toEqual({ kind: 'nobody', missing: 16 });
    expect(after(4, [0, 0, -3, 0])).toEqual({ kind: 'nobody', missing: 16 });
    expect(after(4, [0, 0, 0, 0, 0, 4, 0])).toEqual({ kind: 'oneDay', missing: 16 });
  });
  test('nothing is missing, a training is under way, or chips are', () => {
    expect(after(20, [0])).toEqual({ kind: 'ready' });
    expect(after(4, [2, 2], 19)).toEqual({ kind: 'pictures' });
    const under = { ready: false, counts: null, fraction: null };
    expect(forecastOf(under, [2, 2], TODAY)).toEqual({ kind: 'training' });
  });
  test('the same every day is certain', () => {
    expect(after(8, [2, 2, 2, 2, 2, 2, 2])).toEqual({
      ...{ kind: 'day', missing: 12, pace: 2 },
      ...{ likely: '2026-12-03', early: '2026-12-03', late: '2026-12-03' },
    });
  });
  test('days apart make a wide range, around what the pace says', () => {
    const found = after(6, [0, 9, 0, 0, 5, 0, 0]);
    if (found.kind !== 'day') throw new Error('no day');
    // 14 chips at 2 a day
    expect(found.pace).toBe(2);
    expect(
      [found.early, found.late].map((day) => Date.parse(day ?? '') - Date.parse(TODAY)),
    ).toEqual([expect.any(Number), expect.any(Number)]);
    expect((found.early ?? '') < (found.likely ?? '')).toBe(true);
    expect((found.likely ?? '') < (found.late ?? '')).toBe(true);
    expect((found.early ?? '') < '2026-12-02' && (found.late ?? '') > '2026-12-08').toBe(true);
  });
  test('further than a year nothing is said', () => {
    expect(forecastOf(nextTraining(20_000, 19_000, 90_000), [0, 1, 1], TODAY)).toMatchObject({
      ...{ kind: 'day', likely: null, late: null },
    });
  });
});

describe('a share of cells', () => {
  const sums = (chips: readonly { n: number; k: number }[]): ShareSums =>
    chips
      .map(({ n, k }) => ({ chips: 1, n, k, nn: n * n, kn: k * n, kk: k * k }))
      .reduce(addSums, NO_SUMS);

  test('of nothing is none, of few chips has no interval', () => {
    expect(shareOf(NO_SUMS)).toEqual({ value: null, low: null, high: null, cells: 0, chips: 0 });
    expect(shareOf(sums([{ n: 64, k: 60 }]))).toEqual({
      ...{ value: 60 / 64, low: null, high: null, cells: 64, chips: 1 },
    });
  });
  test('that is the same in all chips is as sure as so many chips', () => {
    const all = shareOf(sums(Array.from({ length: 30 }, () => ({ n: 64, k: 64 }))));
    expect(all.value).toBe(1);
    // 30 of 30: Wilson's
    expect(all.low).toBeCloseTo(0.8865, 3);
  });
  test('19 of 20 intervals hold the truth where cells of a chip go together, and cells alone would not', () => {
    const random = seededRandom(5);
    let [held, naive] = [0, 0];
    for (let run = 0; run < 200; run += 1) {
      // a third of the chips are bad ones: 60 % right, the others 95 %: 0.8333 in all
      const chips = Array.from({ length: 60 }, () => {
        const right = random() < 1 / 3 ? 0.6 : 0.95;
        const k = Array.from({ length: 64 }, () => Number(random() < right)).reduce(
          (a, b) => a + b,
        );
        return { n: 64, k };
      });
      const { low, high, value, cells } = shareOf(sums(chips));
      if ((low ?? 1) <= 0.8333 && (high ?? 0) >= 0.8333) held += 1;
      const half = 1.96 * Math.sqrt(((value ?? 0) * (1 - (value ?? 0))) / cells);
      if (Math.abs((value ?? 0) - 0.8333) <= half) naive += 1;
    }
    expect(held).toBeGreaterThanOrEqual(180);
    expect(naive).toBeLessThan(140);
  });
});

test('a rate an hour needs some minutes', () => {
  expect(perHour(5, 599_999)).toBeNull();
  expect(perHour(5, 1_800_000)).toBe(10);
});
