/** Deepest nesting that any request of ours has a use for is 6. */
const MAX_DEPTH = 32;

/** What is wrong with a value that came in: text that no database stores (NUL, half a surrogate pair), or nesting without end. */
export interface Unsound {
  readonly kind: 'text' | 'depth';
  /** names and numbers that lead to it */
  readonly path: readonly (string | number)[];
}

/** Whether a text can be stored: PostgreSQL takes neither NUL nor half a surrogate pair. */
export function isSoundText(text: string): boolean {
  // in a Unicode expression \p{Cs} matches only a surrogate without its other half
  return !/[\0\p{Cs}]/u.test(text);
}

/** The first thing in a JSON value that cannot be stored, or null. Never goes deeper than MAX_DEPTH. */
export function unsoundIn(value: unknown, path: readonly (string | number)[] = []): Unsound | null {
  if (typeof value === 'string') return isSoundText(value) ? null : { kind: 'text', path };
  if (typeof value !== 'object' || value === null) return null;
  if (path.length >= MAX_DEPTH) return { kind: 'depth', path };
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) {
      if (typeof item === 'number') continue;
      const found = unsoundIn(item, [...path, i]);
      if (found) return found;
    }
    return null;
  }
  for (const [key, item] of Object.entries(value)) {
    if (!isSoundText(key)) return { kind: 'text', path };
    const found = unsoundIn(item, [...path, key]);
    if (found) return found;
  }
  return null;
}
