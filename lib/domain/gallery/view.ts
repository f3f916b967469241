import { z } from 'zod';
import { ordinalInText, text } from '@/lib/contracts/bounds';
import { knownQuery, sortedQuery } from '@/lib/domain/chip-filter/query';
import { placeText } from '@/lib/domain/chip-table/schema';
import { filterOf } from '@/lib/domain/chip-table/view';
import type { ListPlace } from '@/lib/domain/chip-table/view';
import { GalleryFilter, GalleryGrouping, GalleryOrder } from '@/lib/domain/gallery/schema';

/** What of the gallery is on screen: its address. */
export const GalleryView = z.object({
  ...GalleryFilter.shape,
  unit: z.enum(['cells', 'chips']).default('cells'),
  by: GalleryGrouping.default('class'),
  order: GalleryOrder.default('suspicion'),
  like: ordinalInText().optional(),
  /** the one group that is open; left out: a part of each */
  group: text(200).optional(),
});
export type GalleryView = z.infer<typeof GalleryView>;

const INITIAL = GalleryView.parse({});

/** A view out of an address; what is unknown or not possible there is left out. */
export function viewOf(query: Iterable<[string, string]>): GalleryView {
  return GalleryView.parse(knownQuery(GalleryView.shape, query));
}

/** The query of a view's address, in one form: what is as it is without is left out. */
export function queryOf(view: GalleryView): string {
  return sortedQuery(view, INITIAL).toString();
}

const FILTERS_OF: Record<GalleryGrouping, readonly (keyof GalleryFilter)[]> = {
  class: ['class'],
  person: ['person'],
  version: ['version'],
  site: ['survey'],
  date: ['from', 'to'],
};

/** The query of a group's chips, for GET review/gallery. */
export function groupQuery(view: GalleryView, key: string, cursor: string | null): string {
  const { by, group: _, like, ...rest } = view;
  const query = sortedQuery(rest);
  for (const name of FILTERS_OF[by]) query.set(name, key);
  if (view.order === 'like' && like !== undefined) query.set('like', String(like));
  if (cursor !== null) query.set('cursor', cursor);
  return query.toString();
}

/**
 * The list of the chip table that goes through the view's chips from one of them on: of the group that is open, in the order by
 * suspicion where the chip's place in that is known, else by number.
 */
export function listOf(
  view: GalleryView,
  { number, suspicion }: { number: number; suspicion: number | null },
): ListPlace {
  const { by, group, order } = view;
  const opened = Object.fromEntries(
    group === undefined ? [] : FILTERS_OF[by].map((name) => [name, group]),
  );
  const filter: Partial<Record<string, string | number | boolean>> = {
    ...filterOf(view),
    ...opened,
  };
  // in a part of each class a chip is as suspicious as its labels of that class
  const isWhole = by !== 'class' || filter['class'] !== undefined;
  const ordered = order === 'suspicion' && suspicion !== null && isWhole;
  return {
    list: sortedQuery({ ...filter, ...(ordered ? { order } : {}) }).toString(),
    at: placeText({ key: ordered ? suspicion : number, number }),
  };
}

/** The query of the view's groups, for GET review/gallery/groups. */
export function groupsQuery(view: GalleryView): string {
  const query = new URLSearchParams({ by: view.by });
  for (const name of Object.keys(GalleryFilter.shape) as (keyof GalleryFilter)[]) {
    const value = view[name];
    if (value !== undefined) query.set(name, String(value));
  }
  return query.toString();
}
