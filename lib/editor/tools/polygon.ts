import { coveredCells } from '@/lib/editor/tools/cover';
import { DROPPED, IDLE, NOTHING } from '@/lib/editor/tools/tool';
import type { ToolContext, Point, ToolInput, ToolState, ToolStep } from '@/lib/editor/tools/tool';

type Outlining = Extract<ToolState, { kind: 'outlining' }>;

/** A polygon's first corner; it is set when the press ends, so that a second finger can still move the picture. */
export function beginOutline(context: ToolContext, at: Point): ToolStep {
  const held = inPicture(at, context);
  return draft({ kind: 'outlining', corners: [], held }, context, held);
}

export function whileOutlining(state: Outlining, input: ToolInput, context: ToolContext): ToolStep {
  switch (input.kind) {
    case 'down': {
      const held = inPicture(input.at, context);
      return draft({ ...state, held }, context, held);
    }
    case 'move': {
      const at = inPicture(input.at, context);
      return draft({ ...state, held: state.held && at }, context, at);
    }
    case 'cursor': {
      const { row, col } = input.place;
      return draft(state, context, inPicture({ x: col + 0.5, y: row + 0.5 }, context));
    }
    case 'up':
      return state.held ? addCorner(state, state.held, context) : { state, effect: NOTHING };
    case 'interrupt':
      return state.corners.length === 0 ? DROPPED : draft({ ...state, held: null }, context, null);
    case 'finish':
      return finish(state, context);
    case 'back':
      return state.corners.length <= 1
        ? DROPPED
        : draft({ ...state, corners: state.corners.slice(0, -1) }, context, null);
    case 'cancel':
      return DROPPED;
  }
}

/** A corner where the press ended: on the first one it closes the polygon, on the last one it adds nothing. */
function addCorner(state: Outlining, at: Point, context: ToolContext): ToolStep {
  const { corners } = state;
  const [first, last] = [corners[0], corners.at(-1)];
  if (first && corners.length > 2 && isNear(first, at, context)) return finish(state, context);
  const next = last && isNear(last, at, context) ? corners : [...corners, at];
  return draft({ kind: 'outlining', corners: next, held: null }, context, null);
}

/** Gives the cells; with fewer than three corners there is nothing to close yet. */
function finish(state: Outlining, context: ToolContext): ToolStep {
  if (state.corners.length < 3) return { state, effect: NOTHING };
  const cells = coveredCells(state.corners, context);
  return { state: IDLE, effect: { kind: 'stroke', cells, code: context.activeCode } };
}

/** The outline with the next corner where the hand is, and the cells that it would take. */
function draft(state: Outlining, context: ToolContext, hand: Point | null): ToolStep {
  const outline = hand ? [...state.corners, hand] : state.corners;
  const cells = outline.length > 2 ? coveredCells(outline, context) : [];
  return { state, effect: { kind: 'draft', cells, code: context.activeCode, outline } };
}

function inPicture({ x, y }: Point, { extent }: ToolContext): Point {
  return {
    x: Math.min(extent.width, Math.max(0, x)),
    y: Math.min(extent.height, Math.max(0, y)),
  };
}

function isNear(a: Point, b: Point, { near }: ToolContext): boolean {
  return Math.hypot(a.x - b.x, a.y - b.y) <= near;
}
