/** A picture and the project's grid on it. `cellPx` may be a fraction; `rows` and `cols` are those of a whole chip. */
export interface GridSpec {
  width: number;
  height: number;
  cellPx: number;
  rows: number;
  cols: number;
}

/** One chip of an asset's grid: its window in whole asset pixels and the cells that exist in it. */
export interface ChipWindow {
  gridRow: number;
  gridCol: number;
  x: number;
  y: number;
  width: number;
  height: number;
  rows: number;
  cols: number;
}

/** Share of a cell that must lie inside the picture for the cell to exist. */
const LEAST_SHARE = 0.5;
// cellPx often is a quotient of metres; what it is off by must not make or lose a cell
const EPSILON = 1e-6;

/**
 * The chips of an asset, row by row from the top left. The lattice begins at the asset's corner; windows begin and end at
 * the whole pixels nearest to their cells' edges, so they tile the picture without gap or overlap, and a chip's own lattice
 * (from its window's corner) is at most half a pixel off. A cell with less than half its area inside does not exist:
 * it is left out with its row or column, and pixels beyond the last cell belong to no chip. In the corner, where two halves
 * make less than half, the last chip loses whichever of its last row and column has fewer cells.
 */
export function lattice(spec: GridSpec): ChipWindow[] {
  const across = axis(spec.width, spec.cellPx, spec.cols);
  const down = axis(spec.height, spec.cellPx, spec.rows);
  const chips: ChipWindow[] = [];
  for (const [gridRow, v] of down.spans.entries()) {
    for (const [gridCol, h] of across.spans.entries()) {
      chips.push({
        gridRow,
        gridCol,
        x: h.start,
        y: v.start,
        width: h.end - h.start,
        height: v.end - v.start,
        rows: v.cells,
        cols: h.cells,
      });
    }
  }
  if (across.lastShare * down.lastShare < LEAST_SHARE - EPSILON) trimCorner(chips, spec);
  return chips;
}

interface Span {
  start: number;
  end: number;
  cells: number;
}

/** Cells and windows along one side; `lastShare` is how much of the last cell lies inside. */
function axis(size: number, cellPx: number, perChip: number): { spans: Span[]; lastShare: number } {
  const count = Math.floor(size / cellPx + (1 - LEAST_SHARE) + EPSILON);
  const spans: Span[] = [];
  for (let first = 0; first < count; first += perChip) {
    const cells = Math.min(perChip, count - first);
    const start = Math.round(first * cellPx);
    const end = Math.min(size, Math.round((first + cells) * cellPx));
    spans.push({ start, end, cells });
  }
  const inside = size / cellPx - (count - 1);
  return { spans, lastShare: Math.min(1, inside) };
}

function trimCorner(chips: ChipWindow[], spec: GridSpec): void {
  const corner = chips.pop();
  if (!corner) return;
  const rows = corner.cols < corner.rows ? corner.rows - 1 : corner.rows;
  const cols = corner.cols < corner.rows ? corner.cols : corner.cols - 1;
  if (rows === 0 || cols === 0) return;
  const firstRow = corner.gridRow * spec.rows;
  const firstCol = corner.gridCol * spec.cols;
  const right = Math.min(spec.width, Math.round((firstCol + cols) * spec.cellPx));
  const bottom = Math.min(spec.height, Math.round((firstRow + rows) * spec.cellPx));
  chips.push({ ...corner, rows, cols, width: right - corner.x, height: bottom - corner.y });
}
