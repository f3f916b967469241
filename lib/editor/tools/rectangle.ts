import { rectangle } from '@/lib/editor/edits';
import type { Place } from '@/lib/editor/labelling';
import { codeFrom } from '@/lib/editor/tools/brush';
import { IDLE, NOTHING } from '@/lib/editor/tools/tool';
import type { Ground, ToolInput, ToolState, ToolStep } from '@/lib/editor/tools/tool';

type Framing = Extract<ToolState, { kind: 'framing' }>;

/** A rectangle begins: dragged by a pointer, or with its far corner at the cursor until it is finished. */
export function beginFrame(ground: Ground, place: Place, held: boolean): ToolStep {
  const code = codeFrom(ground, place);
  return draft({ kind: 'framing', from: place, to: place, held, code }, ground);
}

export function whileFraming(state: Framing, input: ToolInput, ground: Ground): ToolStep {
  switch (input.kind) {
    case 'up':
      return state.held ? finish(state, ground) : { state, effect: NOTHING };
    case 'finish':
      return finish(state, ground);
    case 'down':
      if (!input.place) return { state, effect: NOTHING };
      return input.by === 'keys'
        ? finish({ ...state, to: input.place }, ground)
        : draft({ ...state, to: input.place, held: true }, ground);
    case 'move':
      if (!state.held) return { state, effect: { kind: 'hover', place: input.place } };
      return input.place
        ? draft({ ...state, to: input.place }, ground)
        : { state, effect: NOTHING };
    case 'cursor':
      return draft({ ...state, to: input.place }, ground);
    case 'back':
    case 'interrupt':
    case 'cancel':
      return { state, effect: NOTHING };
  }
}

function finish(state: Framing, { labelling }: Ground): ToolStep {
  const cells = rectangle(labelling, state.from, state.to);
  return { state: IDLE, effect: { kind: 'stroke', cells, code: state.code } };
}

function draft(state: Framing, { labelling }: Ground): ToolStep {
  const cells = rectangle(labelling, state.from, state.to);
  return { state, effect: { kind: 'draft', cells, code: state.code, outline: [] } };
}
