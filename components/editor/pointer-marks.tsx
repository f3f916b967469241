import 'konva/lib/shapes/Line';
import 'konva/lib/shapes/Rect';
import { Line, Rect } from 'react-konva/lib/ReactKonvaCore';
import { CASE, SMALL } from '@/components/editor/stroke';
import type { Place } from '@/lib/editor/labelling';
import { footprint } from '@/lib/editor/tools/brush';
import type { Point, Tool } from '@/lib/editor/tools/tool';
import type { Lattice, View } from '@/lib/editor/view';

// What is few on the stage: nodes of their own. Every stroke lies on a dark one, so that it reads on any ground.

/** No pointer reaches them, and no shadow falls: what Konva keeps ready for both is not needed. */
const MARK = { listening: false, perfectDrawEnabled: false } as const;
const DARK = 'rgb(0 0 0 / 0.75)';
/** A corner of the polygon that is being drawn is a square of this side, in pixels. */
const HANDLE = 7;

interface Scene {
  readonly lattice: Lattice;
  readonly view: View;
}

const sideOf = ({ lattice, view }: Scene): number => lattice.cellPx * view.scale;

/** The chip's edge: where the ground that is decided here ends. */
export function Edge({ lattice, view }: Scene) {
  const k = view.scale;
  const place = {
    x: view.x,
    y: view.y,
    width: Math.min(lattice.cols * lattice.cellPx, lattice.picture.width) * k,
    height: Math.min(lattice.rows * lattice.cellPx, lattice.picture.height) * k,
  };
  return (
    <>
      <Rect {...MARK} {...place} stroke={CASE} strokeWidth={4} />
      <Rect {...MARK} {...place} stroke="rgb(255 255 255 / 0.85)" strokeWidth={1.5} />
    </>
  );
}

/** The cells that a press would reach, under a 12 % veil: all that the brush covers, one cell for other tools. */
export function Reach(props: Scene & { hover: Place | null; tool: Tool; brushSize: number }) {
  const { lattice, view, hover, tool } = props;
  if (!hover) return null;
  const reach = footprint(tool === 'brush' || tool === 'eraser' ? props.brushSize : 1, hover);
  const side = sideOf(props);
  const x = view.x + Math.max(0, reach.left) * side;
  const y = view.y + Math.max(0, reach.top) * side;
  return (
    <Rect
      {...MARK}
      x={x + 1}
      y={y + 1}
      width={view.x + Math.min(lattice.cols, reach.right + 1) * side - x - 2}
      height={view.y + Math.min(lattice.rows, reach.bottom + 1) * side - y - 2}
      fill="rgb(255 255 255 / 0.12)"
      stroke="rgb(255 255 255 / 0.9)"
      strokeWidth={1}
    />
  );
}

/** The keyboard's cursor: white over black, outside the cell. */
export function Cursor(props: Scene & { at: Place }) {
  const { at, view } = props;
  const side = sideOf(props);
  const place = {
    x: view.x + at.col * side - 1,
    y: view.y + at.row * side - 1,
    width: side + 2,
    height: side + 2,
    cornerRadius: side < SMALL ? 1 : 3,
  };
  return (
    <>
      <Rect {...MARK} {...place} stroke={DARK} strokeWidth={6} />
      <Rect {...MARK} {...place} stroke="#fff" strokeWidth={3} />
    </>
  );
}

/** A corner in each cell of which something is said that is not settled. */
export function CommentMarks(props: Scene & { cells: ReadonlySet<number> }) {
  const { lattice, view, cells } = props;
  const side = sideOf(props);
  const reach = Math.max(4, Math.min(14, side * 0.4));
  return [...cells].map((cell) => {
    const x = view.x + ((cell % lattice.cols) + 1) * side;
    const y = view.y + Math.floor(cell / lattice.cols) * side;
    return (
      <Line
        key={cell}
        {...MARK}
        closed
        points={[x - reach, y, x, y, x, y + reach]}
        fill="#a3abff"
        stroke={DARK}
        strokeWidth={1.5}
      />
    );
  });
}

/** The polygon that is being drawn, with a handle at each corner; its closing side is dashed. */
export function Outline(props: Scene & { outline: readonly Point[] }) {
  const { view, outline } = props;
  const side = sideOf(props);
  const corners = outline.map(({ x, y }) => [view.x + x * side, view.y + y * side] as const);
  const [first, last] = [corners[0], corners.at(-1)];
  if (!first || !last) return null;
  const sides = corners.flat();
  const closing = [...last, ...first];
  return (
    <>
      <Line {...MARK} points={sides} stroke={DARK} strokeWidth={4} />
      <Line {...MARK} points={sides} stroke="#fff" strokeWidth={2} />
      <Line {...MARK} points={closing} stroke="rgb(0 0 0 / 0.5)" strokeWidth={3} />
      <Line {...MARK} points={closing} stroke="#fff" strokeWidth={1.5} dash={[5, 5]} />
      {corners.map(([x, y], i) => (
        <Handle key={i} {...{ x, y }} />
      ))}
    </>
  );
}

function Handle({ x, y }: Point) {
  const place = { x: x - HANDLE / 2, y: y - HANDLE / 2, width: HANDLE, height: HANDLE };
  return (
    <>
      <Rect {...MARK} {...place} stroke={DARK} strokeWidth={3} />
      <Rect {...MARK} {...place} fill="#fff" />
    </>
  );
}
