import { z } from 'zod';
import { text } from '@/lib/contracts/bounds';
import type { ChipStatus } from '@/lib/domain/chip/schema';
import { knownQuery, sortedQuery } from '@/lib/domain/chip-filter/query';
import { FACET_NAMES } from '@/lib/domain/chip-filter/schema';
import type { ChipFilter } from '@/lib/domain/chip-filter/schema';
import { FIRST_COLUMNS, Place, TABLE_VIEW, TableColumn } from '@/lib/domain/chip-table/schema';

/** What of the chip table is on screen: its address. */
export const TableView = z.object({
  ...TABLE_VIEW,
  /** names of columns, between commas; left out: those of who never chose */
  columns: text(200)
    .refine((value) => value.split(',').every((one) => TableColumn.safeParse(one).success))
    .optional(),
});
export type TableView = z.infer<typeof TableView>;

const INITIAL = TableView.parse({});

/** A view out of an address; what is unknown or not possible there is left out. */
export function tableViewOf(query: Iterable<[string, string]>): TableView {
  return TableView.parse(knownQuery(TableView.shape, query));
}

/** The query of a view's address, in one form. */
export function tableQueryOf(view: Partial<TableView>): string {
  const { several, reverse, ...rest } = view;
  const flags = { ...(several ? { several } : {}), ...(reverse ? { reverse } : {}) };
  return sortedQuery({ ...rest, ...flags }, INITIAL).toString();
}

/** The columns of a view, in their order. */
export function columnsOf({ columns }: Pick<TableView, 'columns'>): readonly TableColumn[] {
  if (columns === undefined) return FIRST_COLUMNS;
  const chosen = columns.split(',');
  return TableColumn.options.filter((column) => chosen.includes(column));
}

/** What a view filters by. */
export function filterOf(view: ChipFilter): ChipFilter {
  const asked = FACET_NAMES.map((name) => [name, view[name]] as const);
  return Object.fromEntries(asked.filter(([, value]) => value !== undefined && value !== false));
}

/** A list that somebody walks from chip to chip: the table's query, and where in it they are. */
export interface ListPlace {
  list: string;
  at: string;
}

/** The list that an address names; null: none, or none that there can be. Its columns stay with it. */
export function listPlaceOf(
  query: Readonly<Record<string, string | string[] | undefined>>,
): ListPlace | null {
  const { list, at } = query;
  if (typeof list !== 'string' || !Place.safeParse(at).success) return null;
  return { list: tableQueryOf(tableViewOf(new URLSearchParams(list))), at: String(at) };
}

/** The query of what is in a list, without its columns. */
export function rowsQuery(view: TableView): string {
  const { columns: _, ...rows } = view;
  return tableQueryOf(rows);
}

/** The page on which a person of that role looks at a chip: labels that were submitted are reviewed by who may. */
export function chipPage(role: string, status: ChipStatus): 'label' | 'review' {
  return role !== 'LABELER' && (status === 'SUBMITTED' || status === 'CONFIRMED')
    ? 'review'
    : 'label';
}

/** The query with which a chip's page knows the list that it is walked in; empty without one. */
export function placeQuery(place: ListPlace | null): string {
  return place ? `?${new URLSearchParams({ ...place }).toString()}` : '';
}

/** The table where a list was left. */
export function tableAddress(slug: string, { list, at }: ListPlace): string {
  const query = new URLSearchParams(list);
  query.set('at', at);
  return `/p/${slug}/chips?${query.toString()}`;
}
