import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverage, coveredCells } from '@/lib/editor/tools/cover';
import type { Point } from '@/lib/editor/tools/tool';

const ROWS = 6;
const COLS = 7;
const labelling = { rows: ROWS, cols: COLS, cells: new Uint8Array(ROWS * COLS) };
const extent = { width: COLS, height: ROWS };
const take = (corners: readonly Point[], cover: 'half' | 'centre' = 'half') =>
  coveredCells(corners, { labelling, extent, cover });

// quarters make level sides, shared corners and sides on the lattice common
const along = (size: number) =>
  fc.oneof(
    fc.integer({ min: 0, max: size * 4 }).map((n) => n / 4),
    fc.double({ min: 0, max: size, noNaN: true }),
  );
const point = fc.record({ x: along(COLS), y: along(ROWS) });
const polygon = fc.array(point, { minLength: 3, maxLength: 9 });

/** Whether a point is enclosed an odd number of times: by walking the sides, without any strips. */
function encloses(corners: readonly Point[], { x, y }: Point): boolean {
  let inside = false;
  corners.forEach((a, i) => {
    const b = corners[(i + 1) % corners.length] ?? a;
    if (a.y > y !== b.y > y && x < a.x + ((b.x - a.x) * (y - a.y)) / (b.y - a.y)) inside = !inside;
  });
  return inside;
}

function shoelace(corners: readonly Point[]): number {
  return Math.abs(
    corners.reduce((sum, a, i) => {
      const b = corners[(i + 1) % corners.length] ?? a;
      return sum + a.x * b.y - b.x * a.y;
    }, 0) / 2,
  );
}

const total = (areas: ReadonlyMap<number, number>): number =>
  [...areas.values()].reduce((sum, area) => sum + area, 0);

describe('coverage of cells by a polygon', () => {
  it('is the share of fine sample points inside, crossings and all', () => {
    const FINE = 24;
    fc.assert(
      fc.property(polygon, (corners) => {
        const areas = coverage(corners, { rows: ROWS, cols: COLS });
        for (let cell = 0; cell < ROWS * COLS; cell += 1) {
          const [row, col] = [Math.floor(cell / COLS), cell % COLS];
          let hits = 0;
          for (let i = 0; i < FINE * FINE; i += 1) {
            const x = col + ((i % FINE) + 0.5) / FINE;
            const y = row + (Math.floor(i / FINE) + 0.5) / FINE;
            if (encloses(corners, { x, y })) hits += 1;
          }
          // a side that passes through a cell misjudges at most the points along it
          const most = (corners.length * 2) / FINE;
          expect(Math.abs((areas.get(cell) ?? 0) - hits / FINE ** 2)).toBeLessThanOrEqual(most);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('adds up to the exact area of a triangle', () => {
    fc.assert(
      fc.property(fc.tuple(point, point, point), (corners) => {
        const areas = coverage(corners, { rows: ROWS, cols: COLS });
        expect(total(areas)).toBeCloseTo(shoelace(corners), 6);
      }),
    );
  });

  it('does not depend on where the outline begins and which way it runs', () => {
    fc.assert(
      fc.property(polygon, fc.nat(8), (corners, shift) => {
        const k = shift % corners.length;
        const turned = [...corners.slice(k), ...corners.slice(0, k)].toReversed();
        const size = { rows: ROWS, cols: COLS };
        expect(total(coverage(turned, size))).toBeCloseTo(total(coverage(corners, size)), 6);
      }),
    );
  });

  it('of a rectangle is the overlap of two intervals, exactly', () => {
    fc.assert(
      fc.property(point, point, (a, b) => {
        const corners = [a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }];
        const areas = coverage(corners, { rows: ROWS, cols: COLS });
        const overlap = (from: number, to: number, at: number): number =>
          Math.max(0, Math.min(Math.max(from, to), at + 1) - Math.max(Math.min(from, to), at));
        for (let cell = 0; cell < ROWS * COLS; cell += 1) {
          const wanted =
            overlap(a.x, b.x, cell % COLS) * overlap(a.y, b.y, Math.floor(cell / COLS));
          expect(areas.get(cell) ?? 0).toBeCloseTo(wanted, 9);
        }
      }),
    );
  });
});

describe('cells that a polygon takes', () => {
  const box = (x: number, y: number, width: number, height: number): Point[] => [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];

  it('are those covered by half or more', () => {
    expect(take(box(0, 0, 1, 0.5))).toEqual([0]);
    expect(take(box(0, 0, 1, 0.499))).toEqual([]);
    // through the centres of the cells around: sides are covered by half, corners by a quarter
    expect(take(box(0.5, 0.5, 2, 2))).toEqual([1, 7, 8, 9, 15]);
  });

  it('or those whose centre lies inside', () => {
    expect(take(box(0.45, 0.45, 0.1, 0.1), 'centre')).toEqual([0]);
    expect(take(box(0, 0, 1, 0.49), 'centre')).toEqual([]);
  });

  it('are judged by what the picture has of a cell at its end', () => {
    const cut = { width: COLS - 0.75, height: ROWS };
    const corners = box(COLS - 1, 0, 0.13, 1);
    expect(coveredCells(corners, { labelling, extent: cut, cover: 'half' })).toEqual([COLS - 1]);
    expect(coveredCells(corners, { labelling, extent, cover: 'half' })).toEqual([]);
  });

  it('leave out what a crossing outline encloses twice', () => {
    const twice = [...box(0, 0, 3, 3), ...box(0, 0, 3, 3)];
    expect(take(twice)).toEqual([]);
  });
});
