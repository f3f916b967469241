/**
 * Largest grid of a chip: what a project may have and what packages are written with (docs/decisions/0016-grid-limits.md says
 * why these). Python holds the same; examples/grid-limits.json tests both.
 */
export const GRID_LIMITS = {
  maxRows: 64,
  maxCols: 64,
  /** the pooling matrices of the backbone grow with the square of the cells: 1,024 take 0.8 GB, 4,096 take 5.2 GB */
  maxCells: 1024,
  /** of a chip's picture, in pixels: the largest canvas that every browser has is 4,096 x 4,096 */
  maxSide: 4096,
} as const;

/** The part of the limits that a grid breaks, or null. `cellPx`: side of a cell in pixels, where it is known. */
export function brokenLimit(grid: {
  rows: number;
  cols: number;
  cellPx?: number | null | undefined;
}): 'rows' | 'cols' | 'cells' | 'side' | null {
  const { rows, cols, cellPx } = grid;
  if (rows > GRID_LIMITS.maxRows) return 'rows';
  if (cols > GRID_LIMITS.maxCols) return 'cols';
  if (rows * cols > GRID_LIMITS.maxCells) return 'cells';
  return cellPx && Math.max(rows, cols) * cellPx > GRID_LIMITS.maxSide ? 'side' : null;
}
