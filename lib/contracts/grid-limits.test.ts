import { expect, test } from 'vitest';
import examples from './examples/grid-limits.json';
import { GRID_LIMITS, brokenLimit } from './grid-limits';

// trainer/tests/test_contract.py reads the same file
test('the limits are those that the trainer writes into packages', () => {
  expect(GRID_LIMITS).toEqual(examples.limits);
});

test.each(examples.grids)('$rows x $cols cells of $cellPx px', ({ breaks, ...grid }) => {
  expect(brokenLimit(grid)).toBe(breaks);
});
