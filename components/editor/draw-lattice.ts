import type { Pen } from '@/components/editor/stroke';
import type { Lattice, View } from '@/lib/editor/view';

/** How a class looks: its colour, the sign on its tab (its key) and its pattern, so that it never shows by colour alone. */
export interface ClassStyle {
  readonly colour: string;
  readonly tab: string;
  /** lib/editor/display/pattern.ts */
  readonly pattern: number;
}

/** Below this side the lines between cells would cover the picture. */
const FINEST_LINES = 5;

/** The lines between the cells: white over black, 3 px wide, on the pixels of the screen. */
export function drawLines(
  pen: Pen,
  { lattice, view, heavy }: { lattice: Lattice; view: View; heavy: boolean },
): void {
  const ratio = pen.getTransform().a;
  const side = lattice.cellPx * view.scale;
  if (side < FINEST_LINES) return;
  const right = Math.min(lattice.cols * lattice.cellPx, lattice.picture.width) * view.scale;
  const bottom = Math.min(lattice.rows * lattice.cellPx, lattice.picture.height) * view.scale;
  const snap = (at: number): number => Math.round(at * ratio) / ratio;
  const lines = (width: number): void => {
    pen.beginPath();
    for (let col = 1; col < lattice.cols; col += 1) {
      pen.rect(snap(view.x + col * side) - (width - 1) / 2, view.y, width, bottom);
    }
    for (let row = 1; row < lattice.rows; row += 1) {
      pen.rect(view.x, snap(view.y + row * side) - (width - 1) / 2, right, width);
    }
  };
  lines(heavy ? 5 : 3);
  pen.fillStyle = `rgb(0 0 0 / ${heavy ? '0.6' : '0.16'})`;
  pen.fill();
  lines(heavy ? 2 : 1);
  pen.fillStyle = `rgb(255 255 255 / ${heavy ? '0.8' : '0.34'})`;
  pen.fill();
}
