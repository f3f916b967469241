'use client';
import { useQuery } from '@tanstack/react-query';
import { api } from '@/lib/client/api';
import { Unread } from '@/lib/domain/notice/schema';

/** Asked once a minute while the page is in sight, and when it comes back into sight. */
const EVERY_MS = 60_000;

/** How many of the person's notices are unread. */
export function useUnread(): number {
  const { data } = useQuery({
    queryKey: ['notices', 'unread'],
    queryFn: ({ signal }) => api(Unread, '/notices/unread', { signal }),
    refetchInterval: EVERY_MS,
    staleTime: EVERY_MS / 2,
    retry: false,
  });
  return data?.unread ?? 0;
}
