'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { toast } from '@/components/ui/toast';
import { useTranslations } from 'use-intl';
import { api } from '@/lib/client/api';
import { JobLogPage, JobView, hasEnded } from '@/lib/domain/job/schema';
import type { JobLogLine } from '@/lib/domain/job/schema';

const JOB_EVERY_MS = 1000;
const LOG_EVERY_MS = 1500;
const LOG_PAGE = 500;

/** A job that is asked for every second until it has ended. */
export function useJob(slug: string, initial: JobView) {
  return useQuery({
    queryKey: ['job', slug, initial.id],
    queryFn: ({ signal }) => api(JobView, `/projects/${slug}/jobs/${initial.id}`, { signal }),
    initialData: initial,
    refetchInterval: (query) =>
      query.state.data && hasEnded(query.state.data.state) ? false : JOB_EVERY_MS,
  });
}

/** The job's log so far; only new lines are fetched, and once more after the end. */
export function useJobLog(slug: string, jobId: string, ended: boolean) {
  const client = useQueryClient();
  const key = ['job-log', slug, jobId];
  const query = useQuery({
    queryKey: key,
    queryFn: async ({ signal }): Promise<JobLogLine[]> => {
      const lines = [...(client.getQueryData<JobLogLine[]>(key) ?? [])];
      for (;;) {
        const after = String(lines.at(-1)?.id ?? 0);
        const path = `/projects/${slug}/jobs/${jobId}/log?after=${after}&limit=${String(LOG_PAGE)}`;
        const { items } = await api(JobLogPage, path, { signal });
        lines.push(...items);
        if (items.length < LOG_PAGE) return lines;
      }
    },
    refetchInterval: ended ? false : LOG_EVERY_MS,
  });
  const { refetch } = query;
  useEffect(() => {
    if (ended) void refetch();
  }, [ended, refetch]);
  return query;
}

/** Asks for a job's end. */
export function useCancelJob(slug: string, jobId: string) {
  const t = useTranslations('models');
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api(JobView, `/projects/${slug}/jobs/${jobId}/cancel`, { method: 'POST' }),
    onSuccess: (job) => {
      client.setQueryData(['job', slug, jobId], job);
      toast(job.state === 'CANCELLED' ? t('cancelled') : t('theRunnerIsToldTo'));
    },
    onError: (error) => toast.error(error.message),
  });
}
