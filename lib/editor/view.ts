import type { Place, Labelling } from '@/lib/editor/labelling';

/** Where the chip's picture lies on screen: screen = scale x picture + offset, in CSS pixels. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** Sizes in pixels: the picture's own and the window that it is seen through. */
export interface Frame {
  readonly width: number;
  readonly height: number;
}

/** The chip's lattice on its picture; cells at the right and bottom edge may be cut by the picture's end. */
export interface Lattice extends Pick<Labelling, 'rows' | 'cols'> {
  readonly cellPx: number;
  readonly picture: Frame;
}

/** Most screen pixels a picture pixel, and the smallest share of a fitting view. */
const MAX_SCALE = 24;
const MIN_OF_FIT = 0.5;
/** A small chip can be seen at its own size too, on screens with two pixels a CSS pixel as well. */
const NATIVE = 0.5;

/** The whole chip, centred with a margin. */
export function fit(lattice: Lattice, frame: Frame, margin: number): View {
  const { width, height } = lattice.picture;
  const scale = Math.max(
    0.01,
    Math.min((frame.width - 2 * margin) / width, (frame.height - 2 * margin) / height),
  );
  return {
    scale,
    x: Math.round((frame.width - width * scale) / 2),
    y: Math.round((frame.height - height * scale) / 2),
  };
}

/** Zooms by a factor about a point of the screen, which stays where it is. */
export function zoomAt(
  view: View,
  factor: number,
  at: { x: number; y: number },
  fitting: View,
): View {
  const wanted = view.scale * factor;
  const scale = Math.min(MAX_SCALE, Math.max(Math.min(fitting.scale * MIN_OF_FIT, NATIVE), wanted));
  const k = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * k, y: at.y - (at.y - view.y) * k };
}

/** The view with the picture in reach: at least a quarter of the window keeps showing it. */
export function limited(view: View, lattice: Lattice, frame: Frame): View {
  const clamp = (offset: number, size: number, room: number): number =>
    Math.min(room * 0.75, Math.max(room * 0.25 - size, offset));
  return {
    scale: view.scale,
    x: clamp(view.x, lattice.picture.width * view.scale, frame.width),
    y: clamp(view.y, lattice.picture.height * view.scale, frame.height),
  };
}

/** Moves the picture; at least a quarter of the window keeps showing it. */
export function pan(view: View, dx: number, dy: number, lattice: Lattice, frame: Frame): View {
  return limited({ ...view, x: view.x + dx, y: view.y + dy }, lattice, frame);
}

/** The view with a point of the picture in the window's middle, at the same scale. */
export function centreOn(view: View, point: { x: number; y: number }, frame: Frame): View {
  return {
    scale: view.scale,
    x: frame.width / 2 - point.x * view.scale,
    y: frame.height / 2 - point.y * view.scale,
  };
}

/** The part of the picture that the window shows, in picture pixels; null when all of it is in the window. */
export function shownPart(
  view: View,
  lattice: Lattice,
  frame: Frame,
): { x: number; y: number; width: number; height: number } | null {
  const { width, height } = lattice.picture;
  const x = Math.max(0, -view.x / view.scale);
  const y = Math.max(0, -view.y / view.scale);
  const right = Math.min(width, (frame.width - view.x) / view.scale);
  const bottom = Math.min(height, (frame.height - view.y) / view.scale);
  const all = x === 0 && y === 0 && right === width && bottom === height;
  return all ? null : { x, y, width: Math.max(0, right - x), height: Math.max(0, bottom - y) };
}

/** Whether something in the lower left corner of the window lies over cells. */
export function coversCells(view: View, lattice: Lattice, frame: Frame, corner: Frame): boolean {
  const { width, height } = lattice.picture;
  return (
    view.x < corner.width &&
    view.x + width * view.scale > 0 &&
    view.y + height * view.scale > frame.height - corner.height &&
    view.y < frame.height
  );
}

/**
 * The next step of zooming by whole screen pixels a picture pixel (100 %, 200 %, 400 % ...), up or down, from any scale:
 * there every picture pixel has the same size on screen. `ratio` is the screen's pixels a CSS pixel.
 */
export function wholeStep(scale: number, direction: 1 | -1, ratio: number): number {
  const now = scale * ratio;
  const steps = [0.125, 0.25, 0.5, 1, 2, 3, 4, 6, 8, 12, 16, 24];
  const next =
    direction === 1
      ? steps.find((step) => step > now * 1.001)
      : steps.findLast((step) => step < now * 0.999);
  return (next ?? now) / ratio;
}

/** The cell under a point of the screen, or null beside the lattice. */
export function placeAt(
  lattice: Lattice,
  view: View,
  point: { x: number; y: number },
): Place | null {
  const px = (point.x - view.x) / view.scale;
  const py = (point.y - view.y) / view.scale;
  if (px < 0 || py < 0 || px >= lattice.picture.width || py >= lattice.picture.height) return null;
  const row = Math.floor(py / lattice.cellPx);
  const col = Math.floor(px / lattice.cellPx);
  return row < lattice.rows && col < lattice.cols ? { row, col } : null;
}

/** Cells of which at least half is inside the window: what counts as having been on screen. */
export function cellsOnScreen(lattice: Lattice, view: View, frame: Frame): number[] {
  const side = lattice.cellPx * view.scale;
  const cells: number[] = [];
  for (let row = 0; row < lattice.rows; row += 1) {
    const y = view.y + (row + 0.5) * side;
    if (y < 0 || y > frame.height) continue;
    for (let col = 0; col < lattice.cols; col += 1) {
      const x = view.x + (col + 0.5) * side;
      if (x >= 0 && x <= frame.width) cells.push(row * lattice.cols + col);
    }
  }
  return cells;
}

/** Keeps a place visible: pans as little as needed. */
export function reveal(view: View, place: Place, lattice: Lattice, frame: Frame): View {
  const side = lattice.cellPx * view.scale;
  const shift = (start: number, room: number): number =>
    start < 0 ? -start : start + side > room ? room - start - side : 0;
  return {
    scale: view.scale,
    x: view.x + shift(view.x + place.col * side, frame.width),
    y: view.y + shift(view.y + place.row * side, frame.height),
  };
}
