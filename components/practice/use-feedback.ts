'use client';
import { useQuery } from '@tanstack/react-query';
import { api } from '@/lib/client/api';
import { ApiProblem } from '@/lib/client/problem';
import { PracticeFeedback } from '@/lib/domain/ground-truth/schema';

/** How soon it is asked again while the labels are on their way. */
const AGAIN_MS = 700;

/** How a practice chip compares; asked again until its labels, which the outbox sends, are there. */
export function useFeedback(slug: string, number: number) {
  return useQuery({
    queryKey: ['practice', slug, number],
    queryFn: ({ signal }) =>
      api(PracticeFeedback, `/projects/${slug}/practice/${String(number)}`, { signal }),
    retry: (_, error) => isOnItsWay(error),
    retryDelay: AGAIN_MS,
    // each chip is submitted once
    staleTime: Infinity,
  });
}

/** Not submitted yet, or no connection: the outbox sends it. */
function isOnItsWay(error: Error): boolean {
  return error instanceof ApiProblem && (error.code === 'not_ready' || error.code === 'offline');
}
