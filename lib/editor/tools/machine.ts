import type { Place } from '@/lib/editor/labelling';
import { beginStroke, whilePainting } from '@/lib/editor/tools/brush';
import { beginOutline, whileOutlining } from '@/lib/editor/tools/polygon';
import { beginFrame, whileFraming } from '@/lib/editor/tools/rectangle';
import { DROPPED, IDLE, NOTHING } from '@/lib/editor/tools/tool';
import type { ToolContext, ToolInput, ToolState, ToolStep } from '@/lib/editor/tools/tool';

/** One step of the tools' state machine: pointer and keyboard come in, at most one stroke comes out. */
export function stepTool(state: ToolState, input: ToolInput, context: ToolContext): ToolStep {
  if (input.kind === 'cancel') return DROPPED;
  if (input.kind === 'interrupt' && state.kind !== 'outlining') return interrupted(state, context);
  if (input.kind === 'down' && input.tool === 'pan') return beginPan(state, input.pixel);
  switch (state.kind) {
    case 'idle':
      return fromIdle(input, context);
    case 'painting':
      return whilePainting(state, input, context);
    case 'framing':
      return whileFraming(state, input, context);
    case 'outlining':
      return whileOutlining(state, input, context);
    case 'pressing':
      return whilePressing(state, input);
    case 'panning':
      return whilePanning(state, input);
  }
}

/** Whether something is being drawn that Enter finishes and Escape drops. */
export function isDrafting(state: ToolState): boolean {
  return state.kind === 'outlining' || (state.kind === 'framing' && !state.held);
}

function fromIdle(input: ToolInput, context: ToolContext): ToolStep {
  if (input.kind === 'move') return { state: IDLE, effect: { kind: 'hover', place: input.place } };
  if (input.kind !== 'down') return { state: IDLE, effect: NOTHING };
  if (input.tool === 'polygon') return beginOutline(context, input.at);
  return input.place ? beginInCell(input, input.place, context) : { state: IDLE, effect: NOTHING };
}

function beginInCell(
  { tool, by }: Extract<ToolInput, { kind: 'down' }>,
  place: Place,
  context: ToolContext,
): ToolStep {
  switch (tool) {
    case 'brush':
    case 'eraser':
      return beginStroke(context, place);
    case 'rectangle':
      return beginFrame(context, place, by === 'hand');
    case 'flood':
    case 'pick':
      return { state: { kind: 'pressing', tool, place }, effect: NOTHING };
    case 'polygon':
    case 'pan':
      return { state: IDLE, effect: NOTHING };
  }
}

function whilePressing(
  state: Extract<ToolState, { kind: 'pressing' }>,
  input: ToolInput,
): ToolStep {
  if (input.kind === 'up') {
    const kind = state.tool === 'flood' ? 'fill' : 'pick';
    return { state: IDLE, effect: { kind, place: state.place } };
  }
  if (input.kind !== 'move') return { state, effect: NOTHING };
  const { place } = input;
  const stays = place?.row === state.place.row && place.col === state.place.col;
  return stays ? { state, effect: NOTHING } : { state: IDLE, effect: { kind: 'hover', place } };
}

function beginPan(state: ToolState, pixel: { x: number; y: number }): ToolStep {
  const under = state.kind === 'panning' ? state.under : state;
  return { state: { kind: 'panning', last: pixel, under }, effect: NOTHING };
}

function whilePanning(state: Extract<ToolState, { kind: 'panning' }>, input: ToolInput): ToolStep {
  if (input.kind === 'up') return { state: state.under, effect: NOTHING };
  if (input.kind !== 'move') return { state, effect: NOTHING };
  const { x, y } = input.pixel;
  return {
    state: { ...state, last: { x, y } },
    effect: { kind: 'pan', dx: x - state.last.x, dy: y - state.last.y },
  };
}

/** What is held is dropped; a rectangle that the keyboard began, and what lies under a pan, go on. */
function interrupted(state: ToolState, context: ToolContext): ToolStep {
  if (state.kind === 'panning') {
    return isDrafting(state.under) ? { state: state.under, effect: NOTHING } : DROPPED;
  }
  if (state.kind === 'framing' && !state.held) {
    return whileFraming(state, { kind: 'interrupt' }, context);
  }
  return DROPPED;
}
