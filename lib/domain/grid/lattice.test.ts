import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lattice } from '@/lib/domain/grid/lattice';
import type { ChipWindow, GridSpec } from '@/lib/domain/grid/lattice';
import { resolveCell } from '@/lib/domain/grid/cell-size';

const specs: fc.Arbitrary<GridSpec> = fc.record({
  width: fc.integer({ min: 1, max: 900 }),
  height: fc.integer({ min: 1, max: 900 }),
  cellPx: fc.oneof(fc.integer({ min: 4, max: 200 }), fc.double({ min: 4, max: 200, noNaN: true })),
  rows: fc.integer({ min: 1, max: 12 }),
  cols: fc.integer({ min: 1, max: 12 }),
});

/** Every cell of every chip by its number in the asset's lattice. */
function cells(chips: ChipWindow[], spec: GridSpec): [row: number, col: number][] {
  return chips.flatMap((chip) =>
    Array.from({ length: chip.rows * chip.cols }, (_, i): [number, number] => [
      chip.gridRow * spec.rows + Math.floor(i / chip.cols),
      chip.gridCol * spec.cols + (i % chip.cols),
    ]),
  );
}

/** Share of cell number `n` of an axis that lies within `size`. */
const share = (n: number, cellPx: number, size: number): number =>
  Math.max(0, Math.min(size, (n + 1) * cellPx) - n * cellPx) / cellPx;

describe('lattice', () => {
  test('every cell belongs to one chip, and has at least half its area inside', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const all = cells(lattice(spec), spec);
        expect(new Set(all.map(String)).size).toBe(all.length);
        const poor = all.filter(
          ([row, col]) =>
            share(row, spec.cellPx, spec.height) * share(col, spec.cellPx, spec.width) < 0.4999,
        );
        expect(poor).toEqual([]);
      }),
    );
  });

  test('no cell with half its area inside is left out, but beside a corner that has less', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const have = new Set(cells(lattice(spec), spec).map(String));
        // half a cell is enough
        const rows = Math.floor(spec.height / spec.cellPx + 0.5 + 1e-6);
        const cols = Math.floor(spec.width / spec.cellPx + 0.5 + 1e-6);
        const corner =
          share(rows - 1, spec.cellPx, spec.height) * share(cols - 1, spec.cellPx, spec.width);
        const missing: [number, number][] = [];
        for (let row = 0; row < rows; row += 1)
          for (let col = 0; col < cols; col += 1)
            if (!have.has(String([row, col]))) missing.push([row, col]);
        if (corner >= 0.5 + 1e-4) expect(missing).toEqual([]);
        const lastRow = missing.every(([row]) => row === rows - 1);
        const lastCol = missing.every(([, col]) => col === cols - 1);
        expect(lastRow || lastCol).toBe(true);
        expect(missing.length).toBeLessThanOrEqual(Math.min(spec.rows, spec.cols));
      }),
      // a last row of exactly half a cell
      { examples: [[{ width: 343, height: 894, cellPx: 4, rows: 2, cols: 6 }]] },
    );
  });

  test('windows lie in the picture, do not overlap, and hold their cells to within a pixel', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const chips = lattice(spec);
        const byPlace = new Map(chips.map((c) => [`${String(c.gridRow)},${String(c.gridCol)}`, c]));
        const wrong = chips.filter((chip) => {
          const right = byPlace.get(`${String(chip.gridRow)},${String(chip.gridCol + 1)}`);
          const below = byPlace.get(`${String(chip.gridRow + 1)},${String(chip.gridCol)}`);
          const end = { x: chip.x + chip.width, y: chip.y + chip.height };
          const over = Math.abs(chip.cols * spec.cellPx - chip.width);
          const sound =
            Number.isInteger(chip.x) &&
            Number.isInteger(chip.y) &&
            chip.width > 0 &&
            chip.height > 0 &&
            end.x <= spec.width &&
            end.y <= spec.height &&
            over <= (end.x < spec.width ? 1 : spec.cellPx / 2 + 1) &&
            Math.abs(chip.x - chip.gridCol * spec.cols * spec.cellPx) <= 0.5 &&
            (!right || right.x === end.x) &&
            (!below || below.y === end.y);
          return !sound;
        });
        expect(wrong).toEqual([]);
      }),
    );
  });

  test('the edge rule by hand: 40 px cells on 1249 x 1035', () => {
    const chips = lattice({ width: 1249, height: 1035, cellPx: 40, rows: 8, cols: 8 });
    // 31.225 cells across make 31; 25.875 down make 26, the last with 35 of its 40 px
    expect(chips).toHaveLength(16);
    expect(chips.at(-1)).toEqual({
      gridRow: 3,
      gridCol: 3,
      x: 960,
      y: 960,
      width: 280,
      height: 75,
      rows: 2,
      cols: 7,
    });
  });

  test('a corner of two halves is left out with the shorter of its row and column', () => {
    // last cells have 0.6 of their side inside: 0.6 each way is 0.36 of the area
    const chips = lattice({ width: 46, height: 26, cellPx: 10, rows: 8, cols: 8 });
    expect(chips).toEqual([
      { gridRow: 0, gridCol: 0, x: 0, y: 0, width: 40, height: 26, rows: 3, cols: 4 },
    ]);
  });

  test('a picture smaller than half a cell has no chips', () => {
    expect(lattice({ width: 10, height: 500, cellPx: 40, rows: 8, cols: 8 })).toEqual([]);
  });
});

describe('resolveCell', () => {
  test('pixels stay pixels, and tell their metres where known', () => {
    expect(resolveCell({ cellPx: 40, cellM: null }, null)).toEqual({ cellPx: 40, cellM: null });
    expect(resolveCell({ cellPx: 40, cellM: null }, [0.1, 0.1])).toEqual({ cellPx: 40, cellM: 4 });
  });
  test('metres become pixels; what rounding left is cleaned away', () => {
    expect(resolveCell({ cellPx: null, cellM: 4 }, [0.1 + 1e-9, 0.1])).toEqual({
      cellPx: 40,
      cellM: 4,
    });
    expect(resolveCell({ cellPx: null, cellM: 4 }, [0.3, 0.3])).toEqual({
      cellPx: expect.closeTo(13.333, 3) as number,
      cellM: 4,
    });
  });
  test('says why it cannot be', () => {
    const metres = { cellPx: null, cellM: 4 };
    expect(resolveCell(metres, null)).toEqual({ reason: 'NO_GEOREFERENCE' });
    expect(resolveCell(metres, [0.1, 0.2])).toEqual({ reason: 'PIXELS_NOT_SQUARE' });
    expect(resolveCell(metres, [10, 10])).toEqual({ reason: 'CELL_TOO_SMALL' });
  });
});
