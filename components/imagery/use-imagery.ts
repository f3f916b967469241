import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState, useSyncExternalStore } from 'react';
import { toast } from '@/components/ui/toast';
import { toRows } from '@/components/imagery/rows';
import type { FileRow } from '@/components/imagery/rows';
import { UploadQueue } from '@/components/imagery/upload-queue';
import { api } from '@/lib/client/api';
import { AssetPage } from '@/lib/domain/asset/schema';
import { ImportPage, ImportView, UNDER_WAY } from '@/lib/domain/import/schema';

const POLL_MS = 1500;

/** What the imagery page shows and does: the project's pictures, the lines of its imports, what this page sends. */
export function useImagery(slug: string, isAdmin: boolean) {
  const base = `/projects/${slug}`;
  const client = useQueryClient();
  const refresh = useMemo(
    () =>
      oneAtATime(async () => {
        await Promise.all([
          client.invalidateQueries({ queryKey: ['imports', slug] }),
          client.invalidateQueries({ queryKey: ['assets', slug] }),
        ]);
      }),
    [client, slug],
  );
  const [queue] = useState(() => new UploadQueue(`/api/v1${base}/uploads`, refresh));
  const sending = useSyncExternalStore(queue.subscribe, queue.getState, queue.getState);
  const lines = useQuery({
    queryKey: ['imports', slug],
    enabled: isAdmin,
    queryFn: ({ signal }) => api(ImportPage, `${base}/imports?open=true&limit=500`, { signal }),
    refetchInterval: (query) =>
      UNDER_WAY.some((state) => (query.state.data?.counts[state] ?? 0) > 0) ? POLL_MS : false,
  });
  const ready = lines.data?.counts.READY ?? 0;
  const pages = useInfiniteQuery({
    // a picture that became ready is news here
    queryKey: ['assets', slug, ready],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) => {
      const cursor = pageParam === '' ? '' : `&cursor=${pageParam}`;
      return api(AssetPage, `${base}/assets?limit=200${cursor}`, { signal });
    },
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (before) => before,
  });
  const act = useMutation({
    mutationFn: ({ id, what }: { id: string; what: 'cancel' | 'retry' }) =>
      api(ImportView, `${base}/imports/${id}/${what}`, { method: 'POST' }),
    onSettled: refresh,
    onError: (error) => toast.error(error.message),
  });

  const assets = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  const rows = toRows(assets, lines.data?.items ?? [], sending.uploads);
  return {
    assets,
    rows,
    counts: countAll(pages.data?.pages[0], rows),
    loading: pages.isPending || (isAdmin && lines.isPending),
    error: pages.error ?? lines.error,
    more: pages.hasNextPage ? () => void pages.fetchNextPage() : null,
    queue,
    sending,
    refresh,
    retry: (row: FileRow): void => {
      if (row.kind !== 'asset' && row.local?.state === 'failed') queue.retry(row.local.key);
      else if (row.kind === 'line') act.mutate({ id: row.line.id, what: 'retry' });
    },
    cancel: (row: FileRow): void => {
      if (row.kind === 'asset') return;
      if (row.local) queue.drop(row.local.key);
      const id = row.kind === 'line' ? row.line.id : row.local.importId;
      if (id !== null) act.mutate({ id, what: 'cancel' });
    },
  };
}

/** `first` is the first page of the assets; it tells of the whole project. */
function countAll(first: AssetPage | undefined, rows: readonly FileRow[]) {
  const ready = first?.total ?? 0;
  const others = rows.filter((row) => row.kind !== 'asset').length;
  return { ready, chips: first?.chips ?? 0, all: ready + others };
}

/**
 * Many small files bring news faster than lists come back: while one refresh runs, the next waits for its end, and any
 * number of calls meanwhile make one. None is cancelled, and one always begins after the last call.
 */
function oneAtATime(work: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    running = true;
    do {
      again = false;
      await work();
      // set by a call while the work was awaited
    } while (again as boolean);
    running = false;
  };
  return () => {
    if (running) again = true;
    else void run();
  };
}
