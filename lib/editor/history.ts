import type { Edit } from '@/lib/editor/sheet';

/** What was done and undone, one entry a stroke, as plain data: it can be shown, stored and tested. */
export interface History {
  readonly done: readonly (readonly Edit[])[];
  readonly undone: readonly (readonly Edit[])[];
}

export const EMPTY_HISTORY: History = { done: [], undone: [] };

/** Records a stroke; what had been undone is forgotten, as everywhere. An empty stroke is none. */
export function record(history: History, stroke: readonly Edit[]): History {
  return stroke.length === 0 ? history : { done: [...history.done, stroke], undone: [] };
}

/** Moves the last stroke to `undone`; null when there is none. */
export function stepBack(history: History): { history: History; stroke: readonly Edit[] } | null {
  const stroke = history.done.at(-1);
  if (!stroke) return null;
  return {
    stroke,
    history: { done: history.done.slice(0, -1), undone: [...history.undone, stroke] },
  };
}

/** Moves the last undone stroke back; null when there is none. */
export function stepForward(
  history: History,
): { history: History; stroke: readonly Edit[] } | null {
  const stroke = history.undone.at(-1);
  if (!stroke) return null;
  return {
    stroke,
    history: { done: [...history.done, stroke], undone: history.undone.slice(0, -1) },
  };
}
