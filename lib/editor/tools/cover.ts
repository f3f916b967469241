import type { Cover, ToolContext, Point } from '@/lib/editor/tools/tool';

interface Edge {
  readonly top: Point;
  readonly bottom: Point;
}

/** Areas that differ by less than this are the same: rounding must not decide about a cell that is covered by half. */
const ROUNDING = 1e-9;

/**
 * Cells that a polygon takes. Areas are exact: the polygon is cut into strips between all corners, crossings and rows, in
 * which it is a row of trapezoids. Where its outline crosses itself, what is enclosed an even number of times lies outside.
 */
export function coveredCells(
  corners: readonly Point[],
  { labelling, extent, cover }: Pick<ToolContext, 'labelling' | 'extent' | 'cover'>,
): number[] {
  const { rows, cols } = labelling;
  const areas = coverage(corners, { rows, cols });
  const cells: number[] = [];
  for (const [cell, area] of areas) {
    const [row, col] = [Math.floor(cell / cols), cell % cols];
    const width = Math.min(1, extent.width - col);
    const height = Math.min(1, extent.height - row);
    const middle = { x: col + width / 2, y: row + height / 2 };
    if (takes(cover, { area, whole: width * height, middle, corners })) cells.push(cell);
  }
  return cells.sort((a, b) => a - b);
}

function takes(
  cover: Cover,
  cell: { area: number; whole: number; middle: Point; corners: readonly Point[] },
): boolean {
  return cover === 'half'
    ? cell.area >= cell.whole / 2 - ROUNDING
    : isInside(cell.corners, cell.middle);
}

/** The part of each cell that a polygon covers, by cell number; cells without any are left out. */
export function coverage(
  corners: readonly Point[],
  { rows, cols }: { rows: number; cols: number },
): Map<number, number> {
  const areas = new Map<number, number>();
  const edges = edgesOf(corners);
  const heights = stripHeights(edges, rows);
  for (let i = 1; i < heights.length; i += 1) {
    const [from = 0, to = 0] = [heights[i - 1], heights[i]];
    const row = Math.floor((from + to) / 2);
    if (to - from <= 0 || row < 0 || row >= rows) continue;
    const sides = edges
      .filter(({ top, bottom }) => top.y <= from && bottom.y >= to)
      .map((edge) => [xAt(edge, from), xAt(edge, to)] as const)
      .sort((a, b) => a[0] + a[1] - (b[0] + b[1]));
    for (let k = 0; k + 1 < sides.length; k += 2) {
      const [left = [0, 0] as const, right = [0, 0] as const] = [sides[k], sides[k + 1]];
      const first = Math.max(0, Math.floor(Math.min(...left)));
      const last = Math.min(cols - 1, Math.ceil(Math.max(...right)) - 1);
      for (let col = first; col <= last; col += 1) {
        const share = beyond(left, col) - beyond(right, col);
        if (share <= 0) continue;
        const cell = row * cols + col;
        areas.set(cell, (areas.get(cell) ?? 0) + share * (to - from));
      }
    }
  }
  return areas;
}

/** The polygon's sides that are not level, each from its upper to its lower end. */
function edgesOf(corners: readonly Point[]): Edge[] {
  return corners.flatMap((a, i): Edge[] => {
    const b = corners[(i + 1) % corners.length];
    if (!b || a.y === b.y) return [];
    return a.y < b.y ? [{ top: a, bottom: b }] : [{ top: b, bottom: a }];
  });
}

/** Heights at which something changes: ends of sides, crossings of sides, borders between rows. */
function stripHeights(edges: readonly Edge[], rows: number): number[] {
  const heights = new Set<number>();
  for (const { top, bottom } of edges) heights.add(top.y).add(bottom.y);
  const [least, most] = [Math.min(...heights), Math.max(...heights)];
  for (let row = Math.max(0, Math.ceil(least)); row <= Math.min(rows, most); row += 1) {
    heights.add(row);
  }
  for (const [i, a] of edges.entries()) {
    for (const b of edges.slice(i + 1)) {
      const y = crossing(a, b);
      if (y !== null) heights.add(y);
    }
  }
  return [...heights].sort((a, b) => a - b);
}

/** The height at which two sides cross, or null. */
function crossing(a: Edge, b: Edge): number | null {
  const from = Math.max(a.top.y, b.top.y);
  const to = Math.min(a.bottom.y, b.bottom.y);
  if (from >= to) return null;
  const [above, below] = [xAt(a, from) - xAt(b, from), xAt(a, to) - xAt(b, to)];
  if (above * below >= 0) return null;
  return from + ((to - from) * above) / (above - below);
}

function xAt({ top, bottom }: Edge, y: number): number {
  if (y === top.y) return top.x;
  if (y === bottom.y) return bottom.x;
  return top.x + ((bottom.x - top.x) * (y - top.y)) / (bottom.y - top.y);
}

/** The mean part of a column that lies right of a side, which runs straight from one x to another. */
function beyond([from, to]: readonly [number, number], col: number): number {
  const [a, b] = [col + 1 - from, col + 1 - to];
  if (Math.abs(a - b) < ROUNDING) return Math.min(1, Math.max(0, (a + b) / 2));
  return (integral(a) - integral(b)) / (a - b);
}

/** The integral of a value that is held between 0 and 1. */
function integral(t: number): number {
  if (t <= 0) return 0;
  return t < 1 ? (t * t) / 2 : t - 0.5;
}

/** Whether a point is enclosed an odd number of times. */
function isInside(corners: readonly Point[], { x, y }: Point): boolean {
  const left = edgesOf(corners).filter(
    (edge) => edge.top.y <= y && y < edge.bottom.y && xAt(edge, y) <= x,
  );
  return left.length % 2 === 1;
}
