import type { Edit } from '@/lib/editor/labelling';

/** What was done and undone, one entry a stroke, as plain data: it can be shown, stored and tested. */
export interface History {
  readonly done: readonly (readonly Edit[])[];
  readonly undone: readonly (readonly Edit[])[];
}

export const EMPTY_HISTORY: History = { done: [], undone: [] };

/**
 * Records a stroke; what had been undone is forgotten, as everywhere. An empty stroke is none. `join` makes it a part of the
 * stroke before (a held key is one step).
 */
export function record(history: History, stroke: readonly Edit[], join = false): History {
  if (stroke.length === 0) return history;
  const last = join ? history.done.at(-1) : undefined;
  const done = last
    ? [...history.done.slice(0, -1), [...last, ...stroke]]
    : [...history.done, stroke];
  return { done, undone: [] };
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
