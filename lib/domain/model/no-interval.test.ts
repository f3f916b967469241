import { expect, test } from 'vitest';
import { noInterval } from '@/lib/domain/model/no-interval';

const figure = { value: 0.8, low: null, high: null, n: 40 };

test('a figure without an interval says why; one with an interval or without a value does not', () => {
  expect(noInterval(figure, { blocks: 7, needs: 10 })).toEqual({
    ...{ why: 'fewBlocks', blocks: 7, needs: 10 },
  });
  expect(noInterval(figure, { blocks: 10, needs: 10 })).toEqual({ why: 'rare' });
  expect(noInterval(figure, null)).toEqual({ why: 'unknown' });
  expect(noInterval({ ...figure, low: 0.7, high: 0.9 }, { blocks: 7, needs: 10 })).toBeNull();
  expect(noInterval({ ...figure, value: null }, { blocks: 7, needs: 10 })).toBeNull();
});
