import { expect, test } from 'vitest';
import { numbersOf } from '@/lib/domain/labelling-link/schema';

test.each([
  ['3', [3]],
  [' 3, 7-9 ,8', [3, 7, 8, 9]],
  ['7–8', [7, 8]],
])('chip numbers "%s"', (words, numbers) => {
  expect(numbersOf(words)).toEqual(numbers);
});

test.each(['', '3-', 'a', '0', '9-7', '1-1001', '1-600,1000-1600', '-3', '1e3'])(
  'no chip numbers: "%s"',
  (words) => {
    expect(numbersOf(words)).toBeNull();
  },
);
