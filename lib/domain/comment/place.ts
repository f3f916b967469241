/** Where a page of a chip opens at what is said: a cell, or the whole chip. */
export type CommentPlace = number | 'chip';

/** The place that `?comments=` names: the row-major number of a cell, or "chip"; null: none. */
export function commentPlace(query: string | string[] | undefined): CommentPlace | null {
  if (query === 'chip') return query;
  return typeof query === 'string' && /^\d{1,4}$/.test(query) ? Number(query) : null;
}
