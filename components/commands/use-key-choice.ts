'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { api } from '@/lib/client/api';
import { DEFAULT_KEYS, KeyChoice } from '@/lib/domain/preference/schema';

const PATH = '/me/preferences/keys';
const QUERY = ['preference', 'keys'] as const;

/** The person's keys, loaded once a visit. Until they have come, the usual ones hold. */
export function useKeyChoice(): { choice: KeyChoice; loaded: boolean; failed: boolean } {
  const { data, isError } = useQuery({
    queryKey: QUERY,
    queryFn: ({ signal }) => api(KeyChoice, PATH, { signal }),
    staleTime: Infinity,
    gcTime: Infinity,
  });
  return { choice: data ?? DEFAULT_KEYS, loaded: data !== undefined, failed: isError };
}

/** Keeps a choice: it holds at once, and goes back to what the server has when it could not be kept. */
export function useKeepKeys(): (choice: KeyChoice) => Promise<void> {
  const client = useQueryClient();
  // one after the other: the server keeps the one that comes last
  const sending = useRef<Promise<unknown>>(Promise.resolve());
  return useCallback(
    async (choice) => {
      const before = client.getQueryData<KeyChoice>(QUERY);
      client.setQueryData(QUERY, choice);
      try {
        const sent = sending.current.then(() =>
          api(KeyChoice, PATH, { method: 'PUT', body: choice }),
        );
        sending.current = sent.catch(() => undefined);
        await sent;
      } catch (error) {
        // a later choice stands: only this one is taken back
        if (client.getQueryData(QUERY) === choice) client.setQueryData(QUERY, before);
        throw error;
      }
    },
    [client],
  );
}
