import type { GalleryItem } from '@/lib/client/gallery/items';
import type { GalleryStep } from '@/lib/editor/commands/gallery';

/** Items that stand under one heading, in rows. */
export interface Section {
  readonly key: string;
  readonly items: readonly GalleryItem[];
}

/** Where an item stands. */
interface Position {
  section: number;
  index: number;
}

/** The item beside another in a grid of so many columns; the first one where there is none yet, null at an edge. */
export function itemBeside(
  sections: readonly Section[],
  columns: number,
  id: string | null,
  step: GalleryStep,
): GalleryItem | null {
  const full = sections.filter((section) => section.items.length > 0);
  const at = positionOf(full, id);
  if (step === 'first' || !at) return full[0]?.items[0] ?? null;
  if (step === 'last') return full.at(-1)?.items.at(-1) ?? null;
  const next =
    step === 'left' || step === 'right' ? along(full, at, step) : across(full, columns, at, step);
  return next ? (full[next.section]?.items[next.index] ?? null) : null;
}

function along(
  sections: readonly Section[],
  at: Position,
  step: 'left' | 'right',
): Position | null {
  const length = sections[at.section]?.items.length ?? 0;
  if (step === 'right') {
    if (at.index + 1 < length) return { ...at, index: at.index + 1 };
    return at.section + 1 < sections.length ? { section: at.section + 1, index: 0 } : null;
  }
  if (at.index > 0) return { ...at, index: at.index - 1 };
  const before = sections[at.section - 1];
  return before ? { section: at.section - 1, index: before.items.length - 1 } : null;
}

/** A row up or down in the same column, as far to the right as the row goes; into the section beside at its edge. */
function across(
  sections: readonly Section[],
  columns: number,
  at: Position,
  step: 'up' | 'down',
): Position | null {
  const column = at.index % columns;
  const row = Math.floor(at.index / columns) + (step === 'down' ? 1 : -1);
  const inside = inRow(sections, at.section, row * columns + column, columns);
  if (inside) return inside;
  const section = at.section + (step === 'down' ? 1 : -1);
  const items = sections[section]?.items;
  if (!items) return null;
  const last = Math.floor((items.length - 1) / columns);
  return inRow(sections, section, (step === 'down' ? 0 : last) * columns + column, columns);
}

function inRow(
  sections: readonly Section[],
  section: number,
  index: number,
  columns: number,
): Position | null {
  const length = sections[section]?.items.length ?? 0;
  const start = Math.floor(index / columns) * columns;
  if (index < 0 || start >= length) return null;
  return { section, index: Math.min(index, length - 1) };
}

function positionOf(sections: readonly Section[], id: string | null): Position | null {
  if (id === null) return null;
  for (const [section, { items }] of sections.entries()) {
    const index = items.findIndex((item) => item.id === id);
    if (index >= 0) return { section, index };
  }
  return null;
}

/** Ids of the items from one to another, both included, in the order on screen. */
export function idsBetween(sections: readonly Section[], from: string, to: string): string[] {
  const ids = sections.flatMap((section) => section.items.map((item) => item.id));
  const [a, b] = [ids.indexOf(from), ids.indexOf(to)];
  return a < 0 || b < 0 ? [to] : ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}
