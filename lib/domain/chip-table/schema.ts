import { z } from 'zod';
import { flagInText, text } from '@/lib/contracts/bounds';
import { ChipStatus, Split } from '@/lib/domain/chip/schema';
import { CURSOR_KEY, ChipFilter, ChipState, StoredOrder } from '@/lib/domain/chip-filter/schema';
import type { ChipCursor } from '@/lib/domain/chip-filter/schema';

export const TableOrder = StoredOrder.extract(['number', 'newest', 'suspicion']);
export type TableOrder = z.infer<typeof TableOrder>;

/** What of a chip can stand in a column, in the order of the columns; its number always does. */
export const TableColumn = z.enum([
  'asset',
  'state',
  'people',
  'labelledAt',
  'cells',
  'score',
  'split',
  'confirmedBy',
  'confirmedAt',
  'survey',
  'version',
]);
export type TableColumn = z.infer<typeof TableColumn>;

/** What who never chose sees. */
export const FIRST_COLUMNS: readonly TableColumn[] = TableColumn.options.slice(0, 6);

/** Columns that say what a model thinks: not for labelers. */
export const REVIEWER_COLUMNS: readonly TableColumn[] = ['score', 'version'];

/** A chip's place in an order. Chips that have no key in it come last, by number: `key` is null. */
export interface TablePlace {
  key: number | null;
  number: number;
}

/** A place as an address names it. */
export const Place = text(60)
  .regex(new RegExp(`^(${CURSOR_KEY}|last)_\\d{1,9}$`))
  .transform((value): TablePlace => {
    const [key, number] = value.split('_');
    return { key: key === 'last' ? null : Number(key), number: Number(number) };
  });

/** A place as a page names it. */
export function placeText({ key, number }: TablePlace): string {
  return `${key === null ? 'last' : String(key)}_${String(number)}`;
}

/** A place among chips that have a key. */
export function cursorOf({ key, number }: TablePlace): ChipCursor {
  return { key: key ?? 0, number };
}

/** What of the chips is on screen and in which order; `reverse` turns the order round. */
export const TABLE_VIEW = {
  ...ChipFilter.shape,
  order: TableOrder.default('number'),
  reverse: flagInText().optional(),
};

/** Query of GET chip-table: a page after a place, or before it (`back`), or from a place on (`at`). */
export const ChipTableQuery = z.strictObject({
  ...TABLE_VIEW,
  cursor: Place.optional(),
  back: flagInText().optional(),
  at: Place.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export type ChipTableQuery = z.infer<typeof ChipTableQuery>;

/** A row: what the reader may know of a chip. */
export const ChipTableRow = z.object({
  id: z.uuid(),
  number: z.int(),
  place: z.string(),
  imageUrl: z.string(),
  asset: z.string(),
  survey: z.string(),
  state: ChipState,
  status: ChipStatus,
  split: Split,
  people: z.array(z.object({ userId: z.uuid(), name: z.string() })),
  /** when the last of them submitted */
  labelledAt: z.iso.datetime().nullable(),
  confirmedBy: z.string().nullable(),
  confirmedAt: z.iso.datetime().nullable(),
  /** labelled cells by code */
  cells: z.array(z.object({ code: z.int(), cells: z.int() })),
  /** suspicion of the most suspicious label, of the class that is asked for; null: nothing is known */
  score: z.number().nullable(),
  /** name of the version whose probabilities are in it */
  version: z.string().nullable(),
});
export type ChipTableRow = z.infer<typeof ChipTableRow>;

/** `more`: there are more chips in the direction of reading. */
export const ChipTablePage = z.object({ items: z.array(ChipTableRow), more: z.boolean() });
export type ChipTablePage = z.infer<typeof ChipTablePage>;

/** Query of GET chip-table/counts. */
export const ChipCountsQuery = z.strictObject({
  ...ChipFilter.shape,
  unit: z.enum(['chips', 'cells']).default('chips'),
});
export type ChipCountsQuery = z.infer<typeof ChipCountsQuery>;

/** A facet's value and what it would give under the other facets; `more`: at least so many. */
export const FacetCount = z.object({
  value: z.string(),
  /** of a person or version; null where the value says it */
  name: z.string().nullable(),
  count: z.number(),
  more: z.boolean(),
});
export type FacetCount = z.infer<typeof FacetCount>;

export const CountedFacet = z.enum([
  ...(['state', 'class', 'person', 'version', 'survey', 'split', 'comments'] as const),
]);
export type CountedFacet = z.infer<typeof CountedFacet>;

/** GET chip-table/counts: what passes the filter, and what each value of each facet would give. */
export const ChipCounts = z.object({
  total: z.object({ count: z.number(), more: z.boolean() }),
  facets: z.record(CountedFacet, z.array(FacetCount)),
});
export type ChipCounts = z.infer<typeof ChipCounts>;
