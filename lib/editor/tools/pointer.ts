import { line, rectangle } from '@/lib/editor/edits';
import type { Place, Sheet } from '@/lib/editor/sheet';
import { cellOf } from '@/lib/editor/sheet';

/** A pointer on the stage, in lattice places; `place` is null beside the lattice. Points are CSS pixels of the stage. */
export type PointerInput =
  | {
      kind: 'down';
      place: Place | null;
      point: { x: number; y: number };
      /** what the press means: chosen by button, modifier and tool */
      gesture: 'paint' | 'rectangle' | 'pan';
    }
  | { kind: 'move'; place: Place | null; point: { x: number; y: number } }
  | { kind: 'up' }
  | { kind: 'cancel' };

/** Exactly one of these is going on. */
export type PointerState =
  | { kind: 'idle' }
  | { kind: 'painting'; at: Place; cells: readonly number[] }
  | { kind: 'framing'; from: Place; to: Place }
  | { kind: 'panning'; last: { x: number; y: number } };

/** What the stage has to do after a step. A draft is drawn, never part of the sheet; a stroke is. */
export type PointerEffect =
  | { kind: 'none' }
  | { kind: 'hover'; place: Place | null }
  | { kind: 'draft'; cells: readonly number[] }
  | { kind: 'stroke'; cells: readonly number[] }
  | { kind: 'pan'; dx: number; dy: number };

export const IDLE: PointerState = { kind: 'idle' };

export interface PointerStep {
  state: PointerState;
  effect: PointerEffect;
}

/** One step of the pointer's state machine. Cancel drops a draft; a stroke ends with `up` only. */
export function stepPointer(state: PointerState, input: PointerInput, sheet: Sheet): PointerStep {
  if (input.kind === 'cancel') return { state: IDLE, effect: { kind: 'draft', cells: [] } };
  switch (state.kind) {
    case 'idle':
      return fromIdle(input, sheet);
    case 'painting':
      return whilePainting(state, input, sheet);
    case 'framing':
      return whileFraming(state, input, sheet);
    case 'panning':
      return whilePanning(state, input);
  }
}

type Input = Exclude<PointerInput, { kind: 'cancel' }>;

function fromIdle(input: Input, sheet: Sheet): PointerStep {
  if (input.kind === 'move') return { state: IDLE, effect: { kind: 'hover', place: input.place } };
  if (input.kind === 'up') return { state: IDLE, effect: { kind: 'none' } };
  if (input.gesture === 'pan') {
    return { state: { kind: 'panning', last: input.point }, effect: { kind: 'none' } };
  }
  const { place } = input;
  if (!place) return { state: IDLE, effect: { kind: 'none' } };
  const cells = [cellOf(sheet, place)];
  return input.gesture === 'paint'
    ? { state: { kind: 'painting', at: place, cells }, effect: { kind: 'draft', cells } }
    : { state: { kind: 'framing', from: place, to: place }, effect: { kind: 'draft', cells } };
}

function whilePainting(
  state: Extract<PointerState, { kind: 'painting' }>,
  input: Input,
  sheet: Sheet,
): PointerStep {
  if (input.kind === 'up') return { state: IDLE, effect: { kind: 'stroke', cells: state.cells } };
  if (input.kind === 'down' || !input.place) return { state, effect: { kind: 'none' } };
  const cells = [...new Set([...state.cells, ...line(sheet, state.at, input.place)])];
  return { state: { kind: 'painting', at: input.place, cells }, effect: { kind: 'draft', cells } };
}

function whileFraming(
  state: Extract<PointerState, { kind: 'framing' }>,
  input: Input,
  sheet: Sheet,
): PointerStep {
  if (input.kind === 'up') {
    return {
      state: IDLE,
      effect: { kind: 'stroke', cells: rectangle(sheet, state.from, state.to) },
    };
  }
  if (input.kind === 'down' || !input.place) return { state, effect: { kind: 'none' } };
  const cells = rectangle(sheet, state.from, input.place);
  return { state: { ...state, to: input.place }, effect: { kind: 'draft', cells } };
}

function whilePanning(
  state: Extract<PointerState, { kind: 'panning' }>,
  input: Input,
): PointerStep {
  if (input.kind === 'up') return { state: IDLE, effect: { kind: 'none' } };
  const { x, y } = input.point;
  return {
    state: { kind: 'panning', last: { x, y } },
    effect: { kind: 'pan', dx: x - state.last.x, dy: y - state.last.y },
  };
}
