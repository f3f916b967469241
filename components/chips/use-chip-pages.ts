'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '@/lib/client/api';
import { ChipTablePage } from '@/lib/domain/chip-table/schema';
import type { ChipTableRow } from '@/lib/domain/chip-table/schema';

/** Where a page lies: from a place on, after a place, or before it; without all of them at the beginning. */
interface Part {
  at?: string;
  cursor?: string;
  back?: true;
}

const NONE: Part = {};

/** Rows of the table around a place, or from its beginning on, as far as they are here. */
export function useChipPages(slug: string, query: string, at: string | null) {
  const pages = useInfiniteQuery({
    queryKey: ['chip-table', slug, query, at],
    queryFn: ({ pageParam, signal }) => {
      const asked = new URLSearchParams(query);
      for (const [name, value] of Object.entries(pageParam)) asked.set(name, String(value));
      return api(ChipTablePage, `/projects/${slug}/chip-table?${asked.toString()}`, { signal });
    },
    initialPageParam: at === null ? NONE : { at },
    getNextPageParam: ({ items, more }, _, param): Part | undefined => {
      const last = items.at(-1);
      // a page before another one ends where that begins
      return last && (more || 'back' in param) ? { cursor: last.place } : undefined;
    },
    getPreviousPageParam: ({ items, more }, _, param): Part | undefined => {
      // a chip that one comes back to may have left the filter, as the last one of it
      const from = items[0]?.place ?? param.at;
      const before = 'back' in param ? more : 'at' in param;
      return from !== undefined && before ? { cursor: from, back: true } : undefined;
    },
    staleTime: 5_000,
  });
  const rows = useMemo(
    (): readonly ChipTableRow[] => pages.data?.pages.flatMap(({ items }) => items) ?? [],
    [pages.data],
  );
  return { pages, rows };
}
