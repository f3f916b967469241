'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '@/lib/client/api';
import { HistoryReply } from '@/lib/domain/history/schema';
import type { HistoryStep } from '@/lib/domain/history/schema';

/** Pages of steps that are fetched unasked. */
const PAGES = 10;

/** The steps of a chip's history, page after page; `more` fetches the next where there are very many. */
export function useHistory(
  slug: string,
  number: number,
): {
  steps: readonly HistoryStep[];
  loading: boolean;
  error: Error | null;
  more: (() => void) | null;
} {
  const query = useInfiniteQuery({
    queryKey: ['history', slug, number],
    queryFn: ({ signal, pageParam }) =>
      api(
        HistoryReply,
        `/projects/${slug}/chips/${String(number)}/history?cursor=${String(pageParam)}`,
        { signal },
      ),
    initialPageParam: 0,
    getNextPageParam: (page) => page.nextCursor,
    select: ({ pages }) => ({ steps: pages.flatMap((page) => page.items), pages: pages.length }),
    refetchOnWindowFocus: false,
  });
  const { data, hasNextPage, isFetching, fetchNextPage, isError } = query;
  const goesOn = hasNextPage && !isFetching && !isError;
  const unasked = goesOn && (data?.pages ?? 0) < PAGES;
  useEffect(() => {
    if (unasked) void fetchNextPage();
  }, [unasked, fetchNextPage]);
  return {
    steps: data?.steps ?? NONE,
    loading: query.isPending,
    error: query.error,
    more: goesOn && !unasked ? () => void fetchNextPage() : null,
  };
}

const NONE: readonly HistoryStep[] = [];
