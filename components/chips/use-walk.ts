'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { api } from '@/lib/client/api';
import { ChipTablePage } from '@/lib/domain/chip-table/schema';
import type { ChipTableRow } from '@/lib/domain/chip-table/schema';
import {
  chipPage,
  placeQuery,
  rowsQuery,
  tableAddress,
  tableViewOf,
} from '@/lib/domain/chip-table/view';
import type { ListPlace } from '@/lib/domain/chip-table/view';

/** A way through the chips of a table's filter, from the page of one chip to that of another. */
export interface Walk {
  /** the query by which a chip's address knows the list */
  query: string;
  /** the table where it was left */
  back: string;
  onNext: (() => void) | null;
  onPrevious: (() => void) | null;
}

/**
 * The walk that an address names; null: none. Places stay valid when a chip leaves the filter, as after a verdict. `open` shows a
 * chip on this page; one that is looked at on the other page is gone to.
 */
export function useWalk(props: {
  slug: string;
  role: string;
  page: 'label' | 'review';
  start: ListPlace | null;
  number: number;
  open: (number: number) => void;
}): Walk | null {
  const { slug, role, page, start, number, open } = props;
  const router = useRouter();
  const list = start?.list ?? null;
  // chips that were opened on the way, by number: somebody may go back to one by other ways
  const [places, setPlaces] = useState<ReadonlyMap<number, string>>(
    () => new Map(start ? [[number, start.at]] : []),
  );
  const [last, setLast] = useState(start?.at ?? null);
  const at = places.get(number) ?? last;
  const next = useNeighbour(slug, list, at, false);
  const previous = useNeighbour(slug, list, at, true);
  const client = useQueryClient();
  useEffect(() => {
    // what was done on the chips shows in the table
    return () => {
      void client.invalidateQueries({ queryKey: ['chip-table', slug] });
      void client.invalidateQueries({ queryKey: ['chip-counts', slug] });
    };
  }, [client, slug]);
  const step = useCallback(
    (row: ChipTableRow) => {
      const place = { list: list ?? '', at: row.place };
      const there = chipPage(role, row.status);
      if (there !== page) {
        router.push(`/p/${slug}/${there}/${String(row.number)}${placeQuery(place)}`);
        return;
      }
      setPlaces((now) => new Map([...now, [row.number, row.place]]));
      setLast(row.place);
      open(row.number);
    },
    [slug, role, page, list, router, open],
  );
  const onNext = useGoTo(next, step);
  const onPrevious = useGoTo(previous, step);
  return useMemo(() => {
    if (list === null || at === null) return null;
    const place = { list, at };
    return { query: placeQuery(place), back: tableAddress(slug, place), onNext, onPrevious };
  }, [slug, list, at, onNext, onPrevious]);
}

/** A stable act that goes to a chip; null where there is none. */
function useGoTo(row: ChipTableRow | null | undefined, step: (row: ChipTableRow) => void) {
  return useMemo(() => {
    if (!row) return null;
    return () => {
      step(row);
    };
  }, [row, step]);
}

/** The chip before or after a place; null where there is none, undefined until it is known. */
function useNeighbour(slug: string, list: string | null, at: string | null, back: boolean) {
  const query = useQuery({
    queryKey: ['chip-neighbour', slug, list, at, back],
    queryFn: ({ signal }) => {
      const asked = new URLSearchParams(rowsQuery(tableViewOf(new URLSearchParams(list ?? ''))));
      asked.set('cursor', at ?? '');
      asked.set('limit', '1');
      if (back) asked.set('back', 'true');
      return api(ChipTablePage, `/projects/${slug}/chip-table?${asked.toString()}`, { signal });
    },
    enabled: list !== null && at !== null,
  });
  return query.data ? (query.data.items[0] ?? null) : undefined;
}
