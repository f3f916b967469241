import { strokeTwice } from '@/components/editor/stroke';
import type { Pen } from '@/components/editor/stroke';
import type { Place } from '@/lib/editor/labelling';
import { footprint } from '@/lib/editor/tools/brush';
import type { Point, Tool } from '@/lib/editor/tools/tool';
import type { Lattice, View } from '@/lib/editor/view';

/** A corner of the polygon that is being drawn is a square of this side, in pixels. */
const HANDLE = 7;

/** The cells that a press would reach, under a 12 % veil: all that the brush covers, one cell for other tools. */
export function drawReach(
  pen: Pen,
  scene: { lattice: Lattice; view: View; hover: Place | null; tool: Tool; brushSize: number },
): void {
  const { lattice, view, hover, tool } = scene;
  if (!hover) return;
  const reach = footprint(tool === 'brush' || tool === 'eraser' ? scene.brushSize : 1, hover);
  const side = lattice.cellPx * view.scale;
  const x = view.x + Math.max(0, reach.left) * side;
  const y = view.y + Math.max(0, reach.top) * side;
  const width = view.x + Math.min(lattice.cols, reach.right + 1) * side - x;
  const height = view.y + Math.min(lattice.rows, reach.bottom + 1) * side - y;
  pen.fillStyle = 'rgb(255 255 255 / 0.12)';
  pen.fillRect(x + 1, y + 1, width - 2, height - 2);
  pen.strokeStyle = 'rgb(255 255 255 / 0.9)';
  pen.lineWidth = 1;
  pen.strokeRect(x + 1, y + 1, width - 2, height - 2);
}

/** The polygon that is being drawn, with a handle at each corner; its closing side is dashed. */
export function drawOutline(
  pen: Pen,
  scene: { lattice: Lattice; view: View; outline: readonly Point[] },
): void {
  const side = scene.lattice.cellPx * scene.view.scale;
  const corners = scene.outline.map(
    ({ x, y }) => [scene.view.x + x * side, scene.view.y + y * side] as const,
  );
  const [first, last] = [corners[0], corners.at(-1)];
  if (!first || !last) return;
  pen.beginPath();
  for (const [x, y] of corners) pen.lineTo(x, y);
  strokeTwice(pen, ['rgb(0 0 0 / 0.75)', 4], ['#fff', 2]);
  pen.beginPath();
  pen.moveTo(...last);
  pen.lineTo(...first);
  pen.setLineDash([5, 5]);
  strokeTwice(pen, ['rgb(0 0 0 / 0.5)', 3], ['#fff', 1.5]);
  pen.setLineDash([]);
  for (const [x, y] of corners) {
    pen.beginPath();
    pen.rect(x - HANDLE / 2, y - HANDLE / 2, HANDLE, HANDLE);
    pen.fillStyle = '#fff';
    strokeTwice(pen, ['rgb(0 0 0 / 0.75)', 3], ['#fff', 1]);
    pen.fill();
  }
}
