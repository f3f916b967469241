/** The project's cell: its side in pixels, or in metres on the ground. */
export interface CellSize {
  cellPx: number | null;
  cellM: number | null;
}

/** A cell's side in the asset's pixels and, where known, in metres; or the reason why there is none. */
export type ResolvedCell =
  | { cellPx: number; cellM: number | null }
  | { reason: 'NO_GEOREFERENCE' | 'PIXELS_NOT_SQUARE' | 'CELL_TOO_SMALL' };

/** Sides of a pixel may differ by this share before a square cell in metres is no longer square on the picture. */
const SQUARE_WITHIN = 0.02;
/** A cell below this many pixels shows nothing that a person could label. */
export const LEAST_CELL_PX = 4;

/**
 * Side of a cell in pixels of an asset whose pixels measure `pixelM` metres across and down (null: not known). Sides that
 * differ by up to 2 % are taken at their geometric mean; a side within 0.01 % of a whole number is that number.
 */
export function resolveCell(
  size: CellSize,
  pixelM: readonly [number, number] | null,
): ResolvedCell {
  const side = pixelM && Math.sqrt(pixelM[0] * pixelM[1]);
  if (size.cellPx !== null) return { cellPx: size.cellPx, cellM: side && size.cellPx * side };
  if (size.cellM === null) throw new Error('a project has a cell size in pixels or in metres');
  if (pixelM === null || side === null) return { reason: 'NO_GEOREFERENCE' };
  const [across, down] = pixelM;
  if (Math.abs(across - down) > SQUARE_WITHIN * side) return { reason: 'PIXELS_NOT_SQUARE' };
  const exact = size.cellM / side;
  if (exact < LEAST_CELL_PX) return { reason: 'CELL_TOO_SMALL' };
  const whole = Math.round(exact);
  const cellPx = Math.abs(exact - whole) < 1e-4 * exact ? whole : exact;
  return { cellPx, cellM: size.cellM };
}
