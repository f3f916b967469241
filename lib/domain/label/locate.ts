/** A chip's window in its asset (pixels) and its own lattice, which starts at the window's corner. */
export interface PlacedChip {
  id: string;
  gridRow: number;
  gridCol: number;
  x: number;
  y: number;
  width: number;
  height: number;
  rows: number;
  cols: number;
  cellPx: number;
}

/** The chips of one asset, ready to be asked which cell lies where. */
export interface AssetGrid {
  width: number;
  height: number;
  chips: readonly PlacedChip[];
  byPlace: ReadonlyMap<string, PlacedChip>;
  /** left edges by grid column, top edges by grid row */
  lefts: readonly number[];
  tops: readonly number[];
}

/** Where a point lies: a row-major cell of a chip, the margin without cells, or beyond the picture. */
export type LocatedPoint =
  { kind: 'cell'; chip: PlacedChip; cell: number } | { kind: 'margin' } | { kind: 'outside' };

/** Orders an asset's chips by their place in its grid. */
export function assetGrid(
  asset: { width: number; height: number },
  chips: readonly PlacedChip[],
): AssetGrid {
  const lefts: number[] = [];
  const tops: number[] = [];
  for (const chip of chips) {
    lefts[chip.gridCol] = chip.x;
    tops[chip.gridRow] = chip.y;
  }
  const byPlace = new Map(chips.map((chip) => [placeKey(chip.gridRow, chip.gridCol), chip]));
  return { width: asset.width, height: asset.height, chips, byPlace, lefts, tops };
}

/** The chip at a place of the grid. */
export function chipAt(grid: AssetGrid, gridRow: number, gridCol: number): PlacedChip | undefined {
  return grid.byPlace.get(placeKey(gridRow, gridCol));
}

/** Windows are whole pixels, cells need not be: a chip's last cells may be this much narrower or wider, in pixels. */
const ROUNDING = 0.5 + 1e-6;

/**
 * The cell in which a point of the asset lies (pixels from the top left corner; pixel i covers i to i + 1). A point on the
 * picture's very right or bottom edge counts to the last cell.
 */
export function locate(grid: AssetGrid, x: number, y: number): LocatedPoint {
  if (!(x >= 0 && y >= 0 && x <= grid.width && y <= grid.height)) return { kind: 'outside' };
  const gridCol = lastAtOrBefore(grid.lefts, x);
  const gridRow = lastAtOrBefore(grid.tops, y);
  const chip = chipAt(grid, gridRow, gridCol);
  if (!chip) return { kind: 'margin' };
  const col = indexIn(x - chip.x, chip.cellPx, chip.cols);
  const row = indexIn(y - chip.y, chip.cellPx, chip.rows);
  if (col === null || row === null) return { kind: 'margin' };
  return { kind: 'cell', chip, cell: row * chip.cols + col };
}

function indexIn(offset: number, cellPx: number, count: number): number | null {
  const index = Math.floor(offset / cellPx);
  if (index < count) return index;
  return offset - count * cellPx <= ROUNDING ? count - 1 : null;
}

/** Index of the last edge that is not beyond `at`; edges ascend. */
function lastAtOrBefore(edges: readonly number[], at: number): number {
  let low = 0;
  let high = edges.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((edges[middle] ?? Infinity) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

function placeKey(gridRow: number, gridCol: number): string {
  return `${String(gridRow)}:${String(gridCol)}`;
}
