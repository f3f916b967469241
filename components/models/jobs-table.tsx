'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Badge } from '@/components/ui/badge';
import { ProgressBar } from '@/components/ui/progress-bar';
import { Table } from '@/components/ui/table';
import { When } from '@/components/ui/when';
import { api } from '@/lib/client/api';
import { jobTitle } from '@/lib/i18n/job-title';
import { JobList, hasEnded } from '@/lib/domain/job/schema';
import type { JobView } from '@/lib/domain/job/schema';

/** The newest jobs of runners: trainings, proposals, evaluations. */
export function JobsTable({ slug, initial }: { slug: string; initial: readonly JobView[] }) {
  const t = useTranslations('models');
  const { data } = useQuery({
    queryKey: ['jobs', slug],
    queryFn: ({ signal }) =>
      api(JobList, `/projects/${slug}/jobs?runner=true&limit=20`, { signal }),
    initialData: { items: [...initial] },
    refetchInterval: (query) =>
      query.state.data?.items.some((job) => !hasEnded(job.state)) ? 2000 : false,
  });
  if (data.items.length === 0) {
    return <p className="text-text-2">{t('nothingHasRunYet')}</p>;
  }
  return (
    <Table stacks>
      <thead>
        <tr>
          <th scope="col">{t('job')}</th>
          <th scope="col">{t('state')}</th>
          <th scope="col">{t('runner')}</th>
          <th scope="col">{t('askedFor')}</th>
        </tr>
      </thead>
      <tbody>
        {data.items.map((job) => (
          <tr key={job.id}>
            <td className="whitespace-nowrap">
              <Link
                className="text-accent hover:underline"
                href={`/p/${slug}/models/jobs/${job.id}`}
              >
                {jobTitle(job, t)}
              </Link>
            </td>
            <td className="min-w-40" data-label={t('state')}>
              {hasEnded(job.state) || !job.progress ? (
                <Badge variant={job.state === 'FAILED' ? 'bad' : 'plain'}>
                  {t(`jobStates.${job.state}`)}
                </Badge>
              ) : (
                <ProgressBar value={job.progress.fraction} label={jobTitle(job, t)} />
              )}
            </td>
            <td className="text-text-2" data-label={t('runner')}>
              {job.runner ?? '–'}
            </td>
            <td className="whitespace-nowrap" data-label={t('askedFor')}>
              <When at={new Date(job.createdAt)} clock />
              {job.by !== null && (
                <span className="text-text-3"> {t('byBy2', { by: job.by })}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
