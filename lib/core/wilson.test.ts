import { expect, test } from 'vitest';
import { wilson } from '@/lib/core/wilson';

test("Wilson's interval, against published figures", () => {
  // Newcombe 1998, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29
  const published = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const;
  for (const [k, n, low, high] of published) {
    const interval = wilson(k, n);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  }
});

test('nothing met: everything is possible', () => {
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
});
