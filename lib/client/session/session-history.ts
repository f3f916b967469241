import type { HeldChip } from '@/lib/client/session/held-chip';

/**
 * The chips of one session in the order in which the person meets them: those behind, the one on screen, those held
 * ahead. `at` is the place of the one on screen, -1 while there is none. Values are replaced, never altered.
 */
export interface SessionHistory {
  readonly chips: readonly HeldChip[];
  readonly at: number;
}

export const EMPTY_SESSION: SessionHistory = { chips: [], at: -1 };

/** How many chips behind keep their histories. */
const MOST_BEHIND = 50;

export function currentOf({ chips, at }: SessionHistory): HeldChip | null {
  return chips[at] ?? null;
}

/** A chip of the session by its number. */
export function chipOf({ chips }: SessionHistory, number: number): HeldChip | null {
  return chips.find((held) => held.chip.number === number) ?? null;
}

/** Chips ahead that are still to be labelled. */
export function aheadOf({ chips, at }: SessionHistory): readonly HeldChip[] {
  return chips.slice(at + 1).filter((held) => !held.done);
}

/** All chips that are still to be labelled, the one on screen among them. */
export function openOf({ chips, at }: SessionHistory): readonly HeldChip[] {
  return chips.slice(Math.max(0, at)).filter((held) => !held.done);
}

export function numbersOf({ chips }: SessionHistory): number[] {
  return chips.map((held) => held.chip.number);
}

/** One chip on; null at the end. */
export function forward(history: SessionHistory): SessionHistory | null {
  const { chips, at } = history;
  return at + 1 < chips.length ? trimmed({ chips, at: at + 1 }) : null;
}

/** On to the next chip that is still to be labelled; null when none is held. */
export function forwardToOpen(history: SessionHistory): SessionHistory | null {
  const to = history.chips.findIndex((held, place) => place > history.at && !held.done);
  return to < 0 ? null : trimmed({ ...history, at: to });
}

/** One chip back; null at the beginning. */
export function back(history: SessionHistory): SessionHistory | null {
  return history.at > 0 ? { ...history, at: history.at - 1 } : null;
}

/** Back to the last chip before this one on which something can be undone; null when there is none. */
export function backToUndo(history: SessionHistory): SessionHistory | null {
  const { chips, at } = history;
  const to = chips.slice(0, Math.max(0, at)).findLastIndex((h) => h.undo.done.length > 0);
  return to < 0 ? null : { chips, at: to };
}

/** To a chip of the session; null when it is none. */
export function jump(history: SessionHistory, number: number): SessionHistory | null {
  const to = history.chips.findIndex((held) => held.chip.number === number);
  return to < 0 ? null : { ...history, at: to };
}

/** Puts a chip on screen, after the one that is there now. One that the session knows is jumped to instead. */
export function insert(history: SessionHistory, held: HeldChip): SessionHistory {
  const known = jump(history, held.chip.number);
  if (known) return known;
  const { chips, at } = history;
  const chipsNow = [...chips.slice(0, at + 1), held, ...chips.slice(at + 1)];
  return trimmed({ chips: chipsNow, at: at + 1 });
}

/** More chips at the end; those that the session knows already stay where they are. */
export function append(history: SessionHistory, fresh: readonly HeldChip[]): SessionHistory {
  const known = new Set(numbersOf(history));
  const added = fresh.filter((held) => !known.has(held.chip.number));
  return { ...history, chips: [...history.chips, ...added] };
}

/** Alters one chip. */
export function alter(
  history: SessionHistory,
  number: number,
  change: Partial<HeldChip>,
): SessionHistory {
  const chips = history.chips.map((held) =>
    held.chip.number === number ? { ...held, ...change } : held,
  );
  return { ...history, chips };
}

/** Without chips ahead that passed to others; the one on screen and what was worked on stay. */
export function lose(history: SessionHistory, numbers: readonly number[]): SessionHistory {
  const { chips, at } = history;
  const stays = (held: HeldChip, place: number): boolean =>
    place <= at || isBegun(held) || !numbers.includes(held.chip.number);
  return { chips: chips.filter(stays), at };
}

/** Without these chips, whatever their place; the screen may be left to the next one. */
export function without({ chips, at }: SessionHistory, numbers: readonly number[]): SessionHistory {
  const stays = (held: HeldChip): boolean => !numbers.includes(held.chip.number);
  return { chips: chips.filter(stays), at: at < 0 ? at : chips.slice(0, at).filter(stays).length };
}

/** Whether the person did anything on it in this session. */
export function isBegun({ undo, done }: HeldChip): boolean {
  return done || undo.done.length > 0 || undo.undone.length > 0;
}

function trimmed({ chips, at }: SessionHistory): SessionHistory {
  const over = Math.max(0, at - MOST_BEHIND);
  return { chips: chips.slice(over), at: at - over };
}
