'use client';
import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { tableQueryOf, tableViewOf } from '@/lib/domain/chip-table/view';
import type { TableView } from '@/lib/domain/chip-table/view';

export type ViewChange = Partial<Record<keyof TableView, TableView[keyof TableView]>>;

/** What the address says is in the table, and changes of it. `id`: the saved view that it names, as far as it is unchanged. */
export function useTableView(path: string): {
  view: TableView;
  id: string | null;
  change: (change: ViewChange) => void;
  /** shows a query as it is, under a saved view's name where one is given */
  show: (query: string, id?: string) => void;
} {
  const params = useSearchParams();
  const text = params.toString();
  const view = useMemo(() => tableViewOf(new URLSearchParams(text)), [text]);
  const show = useCallback(
    (query: string, id?: string) => {
      const next = new URLSearchParams(query);
      if (id !== undefined) next.set('view', id);
      const all = next.toString();
      window.history.replaceState(null, '', `${path}${all === '' ? '' : `?${all}`}`);
    },
    [path],
  );
  const change = useCallback(
    (changed: ViewChange) => {
      show(changedQuery(view, changed));
    },
    [show, view],
  );
  return { view, id: params.get('view'), change, show };
}

/** The query of a view with other values; one that is undefined is taken off, one that is not possible too. */
export function changedQuery(view: TableView, changed: ViewChange): string {
  const next = Object.entries({ ...view, ...changed }).filter(([, value]) => value !== undefined);
  return tableQueryOf(tableViewOf(next.map(([name, value]) => [name, String(value)])));
}
