import type { HeldChip } from '@/lib/client/desk/held';

/**
 * The chips of one sitting in the order in which the person meets them: those behind, the one on the bench, those held
 * ahead. `at` is the place of the one on the bench, -1 while there is none. Values are replaced, never altered.
 */
export interface Sitting {
  readonly chips: readonly HeldChip[];
  readonly at: number;
}

export const EMPTY_SITTING: Sitting = { chips: [], at: -1 };

/** How many chips behind keep their histories. */
const MOST_BEHIND = 50;

export function currentOf({ chips, at }: Sitting): HeldChip | null {
  return chips[at] ?? null;
}

/** Chips ahead that are still to be labelled. */
export function aheadOf({ chips, at }: Sitting): readonly HeldChip[] {
  return chips.slice(at + 1).filter((held) => !held.done);
}

/** All chips that are still to be labelled, the one on the bench among them. */
export function openOf({ chips, at }: Sitting): readonly HeldChip[] {
  return chips.slice(Math.max(0, at)).filter((held) => !held.done);
}

export function numbersOf({ chips }: Sitting): number[] {
  return chips.map((held) => held.chip.number);
}

/** One chip on; null at the end. */
export function forward(sitting: Sitting): Sitting | null {
  const { chips, at } = sitting;
  return at + 1 < chips.length ? trimmed({ chips, at: at + 1 }) : null;
}

/** On to the next chip that is still to be labelled; null when none is held. */
export function forwardToOpen(sitting: Sitting): Sitting | null {
  const to = sitting.chips.findIndex((held, place) => place > sitting.at && !held.done);
  return to < 0 ? null : trimmed({ ...sitting, at: to });
}

/** One chip back; null at the beginning. */
export function back(sitting: Sitting): Sitting | null {
  return sitting.at > 0 ? { ...sitting, at: sitting.at - 1 } : null;
}

/** Back to the last chip before this one on which something can be undone; null when there is none. */
export function backToUndo(sitting: Sitting): Sitting | null {
  const { chips, at } = sitting;
  const to = chips.slice(0, Math.max(0, at)).findLastIndex((h) => h.history.done.length > 0);
  return to < 0 ? null : { chips, at: to };
}

/** To a chip of the sitting; null when it is none. */
export function jump(sitting: Sitting, number: number): Sitting | null {
  const to = sitting.chips.findIndex((held) => held.chip.number === number);
  return to < 0 ? null : { ...sitting, at: to };
}

/** Puts a chip on the bench, after the one that is there now. One that the sitting knows is jumped to instead. */
export function insert(sitting: Sitting, held: HeldChip): Sitting {
  const known = jump(sitting, held.chip.number);
  if (known) return known;
  const { chips, at } = sitting;
  const chipsNow = [...chips.slice(0, at + 1), held, ...chips.slice(at + 1)];
  return trimmed({ chips: chipsNow, at: at + 1 });
}

/** More chips at the end; those that the sitting knows already stay where they are. */
export function append(sitting: Sitting, fresh: readonly HeldChip[]): Sitting {
  const known = new Set(numbersOf(sitting));
  const added = fresh.filter((held) => !known.has(held.chip.number));
  return { ...sitting, chips: [...sitting.chips, ...added] };
}

/** Alters one chip. */
export function alter(sitting: Sitting, number: number, change: Partial<HeldChip>): Sitting {
  const chips = sitting.chips.map((held) =>
    held.chip.number === number ? { ...held, ...change } : held,
  );
  return { ...sitting, chips };
}

/** Without chips ahead that passed to others; the one on the bench and what was worked on stay. */
export function lose(sitting: Sitting, numbers: readonly number[]): Sitting {
  const { chips, at } = sitting;
  const stays = (held: HeldChip, place: number): boolean =>
    place <= at || isBegun(held) || !numbers.includes(held.chip.number);
  return { chips: chips.filter(stays), at };
}

/** Without these chips, whatever their place; the bench may be left to the next one. */
export function without({ chips, at }: Sitting, numbers: readonly number[]): Sitting {
  const stays = (held: HeldChip): boolean => !numbers.includes(held.chip.number);
  return { chips: chips.filter(stays), at: at < 0 ? at : chips.slice(0, at).filter(stays).length };
}

/** Whether the person did anything on it in this sitting. */
export function isBegun({ history, done }: HeldChip): boolean {
  return done || history.done.length > 0 || history.undone.length > 0;
}

function trimmed({ chips, at }: Sitting): Sitting {
  const over = Math.max(0, at - MOST_BEHIND);
  return { chips: chips.slice(over), at: at - over };
}
