import { CASE, SMALL, strokeTwice } from '@/components/editor/stroke';
import type { Pen } from '@/components/editor/stroke';
import type { Place } from '@/lib/editor/sheet';
import type { Lattice, View } from '@/lib/editor/view';

/** How a class looks: its colour and the sign on its tab (its key), so that it never shows by colour alone. */
export interface ClassLook {
  readonly colour: string;
  readonly tab: string;
}

/** The chip's edge: where the ground that is decided here ends. */
export function drawEdge(pen: Pen, { lattice, view }: { lattice: Lattice; view: View }): void {
  const k = view.scale;
  const width = Math.min(lattice.cols * lattice.cellPx, lattice.picture.width) * k;
  const height = Math.min(lattice.rows * lattice.cellPx, lattice.picture.height) * k;
  pen.beginPath();
  pen.rect(view.x, view.y, width, height);
  strokeTwice(pen, [CASE, 4], ['rgb(255 255 255 / 0.85)', 1.5]);
}

/** Cursor (white over black, outside the cell) and hover (a 12 % veil): the light layer that follows the hand. */
export function drawPointer(
  pen: Pen,
  scene: { lattice: Lattice; view: View; cursor: Place | null; hover: Place | null },
): void {
  const side = scene.lattice.cellPx * scene.view.scale;
  const corner = ({ row, col }: Place): [number, number] => [
    scene.view.x + col * side,
    scene.view.y + row * side,
  ];
  if (scene.hover) {
    const [x, y] = corner(scene.hover);
    pen.fillStyle = 'rgb(255 255 255 / 0.12)';
    pen.fillRect(x + 1, y + 1, side - 2, side - 2);
    pen.strokeStyle = 'rgb(255 255 255 / 0.9)';
    pen.lineWidth = 1;
    pen.strokeRect(x + 1, y + 1, side - 2, side - 2);
  }
  if (scene.cursor) {
    const [x, y] = corner(scene.cursor);
    pen.beginPath();
    pen.roundRect(x - 1, y - 1, side + 2, side + 2, side < SMALL ? 1 : 3);
    strokeTwice(pen, ['rgb(0 0 0 / 0.75)', 6], ['#fff', 3]);
  }
}
