'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '@/lib/client/api';
import { sortedQuery } from '@/lib/domain/chip-filter/query';
import type { ChipFilter } from '@/lib/domain/chip-filter/schema';
import { ChipCounts } from '@/lib/domain/chip-table/schema';

/** How long a filter rests before its counts are asked for. */
const REST_MS = 200;

/** What passes a filter, and what each value of each facet would give; those of the filter before until they are here. */
export function useChipCounts(slug: string, filter: ChipFilter, unit: 'chips' | 'cells' = 'chips') {
  const query = sortedQuery({ ...filter, unit }).toString();
  const rested = useRested(query);
  return useQuery({
    queryKey: ['chip-counts', slug, rested],
    // a filter that is left before its counts have come asks for them no more
    queryFn: ({ signal }) =>
      api(ChipCounts, `/projects/${slug}/chip-table/counts?${rested}`, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });
}

function useRested(value: string): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => {
      setRested(value);
    }, REST_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [value]);
  return rested;
}
