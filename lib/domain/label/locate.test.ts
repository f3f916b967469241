import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lattice } from '@/lib/domain/grid/lattice';
import type { GridSpec } from '@/lib/domain/grid/lattice';
import { assetGrid, chipAt, locate } from './locate';

function gridOf(spec: GridSpec) {
  const chips = lattice(spec).map((window, i) => ({
    ...window,
    id: String(i),
    cellPx: spec.cellPx,
  }));
  return assetGrid(spec, chips);
}

describe('the cell under a point', () => {
  const grid = gridOf({ width: 100, height: 70, cellPx: 16, rows: 2, cols: 3 });

  test.each([
    [0, 0, 0, 0, 0],
    [15.9, 16, 0, 0, 3],
    [47.99, 0, 0, 0, 2],
    [48, 0, 0, 1, 0],
    [95, 63, 1, 1, 5],
  ])('%d, %d', (x, y, gridRow, gridCol, cell) => {
    expect(locate(grid, x, y)).toEqual({
      kind: 'cell',
      chip: chipAt(grid, gridRow, gridCol),
      cell,
    });
  });

  test('a strip narrower than half a cell has none, and beyond the picture there is nothing', () => {
    expect(locate(grid, 99, 10).kind).toBe('margin');
    expect(locate(grid, 10, 68).kind).toBe('margin');
    for (const [x, y] of [
      [-0.1, 0],
      [0, 70.1],
      [101, 3],
      [NaN, 3],
    ] as const) {
      expect(locate(grid, x, y).kind).toBe('outside');
    }
  });

  test('the very edge counts to the last cell', () => {
    const whole = gridOf({ width: 64, height: 64, cellPx: 16, rows: 2, cols: 2 });
    expect(locate(whole, 64, 64)).toMatchObject({ kind: 'cell', cell: 3 });
  });

  test('the centre of every cell of every chip lies in that cell, for any grid', () => {
    const side = fc.integer({ min: 20, max: 300 });
    const cells = fc.integer({ min: 1, max: 6 });
    const cellPx = fc.double({ min: 4, max: 50, noNaN: true });
    fc.assert(
      fc.property(side, side, cellPx, cells, cells, (width, height, px, rows, cols) => {
        const any = gridOf({ width, height, cellPx: px, rows, cols });
        for (const chip of any.chips) {
          for (let cell = 0; cell < chip.rows * chip.cols; cell += 1) {
            const x = chip.x + ((cell % chip.cols) + 0.5) * px;
            const y = chip.y + (Math.floor(cell / chip.cols) + 0.5) * px;
            // a cell at the edge may have its centre up to half a pixel (rounded windows) beyond the picture
            if (x > width || y > height) continue;
            expect(locate(any, x, y)).toEqual({ kind: 'cell', chip, cell });
          }
        }
      }),
    );
  });
});
