import { expect, test } from 'vitest';
import { GRID_LIMITS } from '@/lib/contracts/grid-limits';
import { NewProject, ProjectChange } from '@/lib/domain/project/schema';
import errors from '@/messages/en/errors.json';

const PROJECT = { name: 'Crowns', classes: [{ name: 'Crown', colour: '#f0e442' }] };

/** Fields that are refused, with why. */
function refusals(grid: object): [string, string][] {
  const made = NewProject.safeParse({ ...PROJECT, ...grid });
  const changed = ProjectChange.safeParse({ grid });
  expect(changed.success).toBe(made.success);
  return (made.error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]);
}

test('a grid within the limits of models is taken', () => {
  expect(refusals({ cellPx: 48, rows: 8, cols: 8 })).toEqual([]);
  expect(refusals({ cellM: 1, rows: 32, cols: 32 })).toEqual([]);
  const cols = GRID_LIMITS.maxCells / GRID_LIMITS.maxRows;
  expect(refusals({ cellPx: 16, rows: GRID_LIMITS.maxRows, cols })).toEqual([]);
});

test.each([
  [{ cellPx: 16, rows: GRID_LIMITS.maxRows + 1, cols: 1 }, 'rows'],
  [{ cellPx: 16, rows: 1, cols: GRID_LIMITS.maxCols + 1 }, 'cols'],
])('more rows or columns than a package takes are refused: %o', (grid, field) => {
  expect(refusals(grid).map(([path]) => path)).toEqual([field]);
});

test('more cells or a longer side than a model can take are refused in words', () => {
  expect(refusals({ cellM: 1, rows: 40, cols: 40 })).toEqual([['cols', 'validation.gridCells']]);
  expect(refusals({ cellPx: 1024, rows: 8, cols: 8 })).toEqual([['cellPx', 'validation.gridSide']]);
  expect(errors.validation.gridCells).toContain(GRID_LIMITS.maxCells.toLocaleString('en'));
  expect(errors.validation.gridSide).toContain(GRID_LIMITS.maxSide.toLocaleString('en'));
});
