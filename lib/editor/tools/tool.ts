import type { Place, Labelling } from '@/lib/editor/labelling';

export const TOOLS = ['brush', 'rectangle', 'flood', 'polygon', 'eraser', 'pick', 'pan'] as const;
export type Tool = (typeof TOOLS)[number];

/** A point of the lattice in cells: 0, 0 is the upper left corner, 1.5, 0.5 the middle of the second cell. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** When a polygon takes a cell: at least half of it is covered, or its centre is. */
export type Cover = 'half' | 'centre';

/** What the tools work on. Plain data, so that every step can be tested. */
export interface ToolContext {
  readonly labelling: Labelling;
  readonly activeCode: number;
  /** the eraser is the tool: strokes give nothing */
  readonly erasing: boolean;
  /** 1 to 5 cells a side */
  readonly brushSize: number;
  readonly cover: Cover;
  /** where the picture ends, in cells: those at the right and bottom may be cut */
  readonly extent: { readonly width: number; readonly height: number };
  /** how near two points count as one, in cells */
  readonly near: number;
}

/** Where a pointer or the cursor is: its cell (null beside the lattice), its point in cells, and in pixels of the stage. */
interface Spot {
  readonly place: Place | null;
  readonly at: Point;
  readonly pixel: Point;
}

export type ToolInput =
  /** `keys`: by the keyboard at the cursor, where there is no dragging */
  | ({ kind: 'down'; tool: Tool; by: 'hand' | 'keys' } & Spot)
  | ({ kind: 'move' } & Spot)
  /** the keyboard's cursor came to a cell */
  | { kind: 'cursor'; place: Place }
  | { kind: 'up' }
  /** a second finger, or a long press: what is held is dropped, a polygon's corners stay */
  | { kind: 'interrupt' }
  /** Enter or a double click, Backspace, Escape */
  | { kind: 'finish' }
  | { kind: 'back' }
  | { kind: 'cancel' };

/** Exactly one of these is going on. */
export type ToolState =
  | { kind: 'idle' }
  | { kind: 'painting'; at: Place; cells: readonly number[]; size: number; code: number }
  /** `held`: a pointer drags the far corner; else it follows the cursor */
  | { kind: 'framing'; from: Place; to: Place; held: boolean; code: number }
  | { kind: 'outlining'; corners: readonly Point[]; held: Point | null }
  /** fill and pick act when the press ends where it began */
  | { kind: 'pressing'; tool: 'flood' | 'pick'; place: Place }
  /** `under` goes on when the picture is let go */
  | { kind: 'panning'; last: Point; under: ToolState };

/** What has to be done after a step. A draft is drawn, never part of the labelling; a stroke is, and is one step to undo. */
export type ToolEffect =
  | { kind: 'none' }
  | { kind: 'hover'; place: Place | null }
  | { kind: 'draft'; cells: readonly number[]; code: number; outline: readonly Point[] }
  | { kind: 'stroke'; cells: readonly number[]; code: number }
  | { kind: 'fill'; place: Place }
  | { kind: 'pick'; place: Place }
  | { kind: 'pan'; dx: number; dy: number };

export interface ToolStep {
  readonly state: ToolState;
  readonly effect: ToolEffect;
}

export const IDLE: ToolState = { kind: 'idle' };
export const NOTHING: ToolEffect = { kind: 'none' };
/** Takes a draft off the screen. */
export const DROPPED: ToolStep = {
  state: IDLE,
  effect: { kind: 'draft', cells: [], code: 0, outline: [] },
};
