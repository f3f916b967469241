'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import type { z } from 'zod';
import { api } from '@/lib/client/api';
import { PREFERENCES } from '@/lib/domain/preference/schema';
import type { PreferenceKey, PreferenceOf } from '@/lib/domain/preference/schema';

/**
 * What the person set under a key for all their machines, loaded once a visit; until it has come, what who never chose has. `keep`
 * sets it: it holds at once, and goes back to what the server has when it could not be kept.
 */
export function usePreference<K extends PreferenceKey>(
  key: K,
): {
  value: PreferenceOf<K>;
  loaded: boolean;
  failed: boolean;
  keep: (value: PreferenceOf<K>) => Promise<void>;
} {
  const client = useQueryClient();
  const schema = PREFERENCES[key].schema as unknown as z.ZodType<PreferenceOf<K>>;
  const initial = PREFERENCES[key].initial as PreferenceOf<K>;
  const { data, isError } = useQuery({
    queryKey: ['preference', key],
    queryFn: ({ signal }) => api(schema, `/me/preferences/${key}`, { signal }),
    staleTime: Infinity,
    gcTime: Infinity,
  });
  // one after the other: the server keeps the one that comes last
  const sending = useRef<Promise<unknown>>(Promise.resolve());
  const keep = useCallback(
    async (value: PreferenceOf<K>) => {
      const query = ['preference', key];
      const before = client.getQueryData<PreferenceOf<K>>(query);
      client.setQueryData(query, value);
      try {
        const sent = sending.current.then(() =>
          api(schema, `/me/preferences/${key}`, { method: 'PUT', body: value }),
        );
        sending.current = sent.catch(() => undefined);
        await sent;
      } catch (error) {
        // a later choice stands: only this one is taken back
        if (client.getQueryData(query) === value) client.setQueryData(query, before);
        throw error;
      }
    },
    [client, key, schema],
  );
  return { value: data ?? initial, loaded: data !== undefined, failed: isError, keep };
}
