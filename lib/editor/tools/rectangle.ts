import { rectangle } from '@/lib/editor/edits';
import type { Place } from '@/lib/editor/labelling';
import { codeFrom } from '@/lib/editor/tools/brush';
import { IDLE, NOTHING } from '@/lib/editor/tools/tool';
import type { ToolContext, ToolInput, ToolState, ToolStep } from '@/lib/editor/tools/tool';

type Framing = Extract<ToolState, { kind: 'framing' }>;

/** A rectangle begins: dragged by a pointer, or with its far corner at the cursor until it is finished. */
export function beginFrame(context: ToolContext, place: Place, held: boolean): ToolStep {
  const code = codeFrom(context, place);
  return draft({ kind: 'framing', from: place, to: place, held, code }, context);
}

export function whileFraming(state: Framing, input: ToolInput, context: ToolContext): ToolStep {
  switch (input.kind) {
    case 'up':
      return state.held ? finish(state, context) : { state, effect: NOTHING };
    case 'finish':
      return finish(state, context);
    case 'down':
      if (!input.place) return { state, effect: NOTHING };
      return input.by === 'keys'
        ? finish({ ...state, to: input.place }, context)
        : draft({ ...state, to: input.place, held: true }, context);
    case 'move':
      if (!state.held) return { state, effect: { kind: 'hover', place: input.place } };
      return input.place
        ? draft({ ...state, to: input.place }, context)
        : { state, effect: NOTHING };
    case 'cursor':
      return draft({ ...state, to: input.place }, context);
    case 'back':
    case 'interrupt':
    case 'cancel':
      return { state, effect: NOTHING };
  }
}

function finish(state: Framing, { labelling }: ToolContext): ToolStep {
  const cells = rectangle(labelling, state.from, state.to);
  return { state: IDLE, effect: { kind: 'stroke', cells, code: state.code } };
}

function draft(state: Framing, { labelling }: ToolContext): ToolStep {
  const cells = rectangle(labelling, state.from, state.to);
  return { state, effect: { kind: 'draft', cells, code: state.code, outline: [] } };
}
