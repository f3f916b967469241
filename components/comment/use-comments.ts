'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api } from '@/lib/client/api';
import { newId } from '@/lib/core/ids';
import { CommentsReply, NamedPeople } from '@/lib/domain/comment/schema';
import type { CommentChange, NewComment, ThreadView } from '@/lib/domain/comment/schema';

/** What the page sends of a new comment. */
export type Draft = Pick<NewComment, 'threadId' | 'cell' | 'flag' | 'text'> & {
  mentions: string[];
};

/** A chip's threads, and the acts on them. An act fails at once where there is no connection: nothing is sent later. */
export interface Comments {
  /** undefined: on their way */
  threads: readonly ThreadView[] | undefined;
  heldBack: number;
  error: Error | null;
  busy: boolean;
  /** the id of what was written */
  add: (draft: Draft) => Promise<string>;
  change: (comment: string, change: CommentChange) => Promise<void>;
}

/** Others write meanwhile; a chip is seldom open for longer than this. */
const STALE_MS = 30_000;

/** The threads of a chip. `ready`: what comes first has been fetched. */
export function useComments(slug: string, chipId: string, ready: boolean): Comments {
  const client = useQueryClient();
  const path = `/projects/${slug}/chips/${chipId}/comments`;
  const { data, error } = useQuery({
    queryKey: ['comments', slug, chipId],
    queryFn: ({ signal }) => api(CommentsReply, path, { signal }),
    staleTime: STALE_MS,
    refetchInterval: 2 * STALE_MS,
    enabled: ready,
    networkMode: 'always',
  });
  const { mutateAsync, isPending } = useMutation({
    networkMode: 'always',
    mutationFn: (send: () => Promise<CommentsReply>) => send(),
    onSuccess: (reply) => {
      client.setQueryData(['comments', slug, chipId], reply);
      void client.invalidateQueries({ queryKey: ['commented', slug] });
    },
  });
  const add = useCallback(
    async (draft: Draft) => {
      const id = newId();
      await mutateAsync(() => api(CommentsReply, path, { body: { id, ...draft } }));
      return id;
    },
    [mutateAsync, path],
  );
  const change = useCallback(
    async (comment: string, body: CommentChange) => {
      await mutateAsync(() => api(CommentsReply, `${path}/${comment}`, { method: 'PATCH', body }));
    },
    [mutateAsync, path],
  );
  return {
    threads: data?.threads,
    heldBack: data?.heldBack ?? 0,
    error,
    busy: isPending,
    add,
    change,
  };
}

/** Who can be named. */
export function useNamedPeople(slug: string) {
  const { data } = useQuery({
    queryKey: ['named-people', slug],
    queryFn: ({ signal }) => api(NamedPeople, `/projects/${slug}/people`, { signal }),
    staleTime: 10 * 60_000,
  });
  return data?.items ?? NOBODY;
}

const NOBODY: readonly { userId: string; name: string }[] = [];
