import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { Table } from '@/components/ui/table';
import { When } from '@/components/ui/when';
import type { InstanceJob } from '@/lib/server/admin/data';
import { jobErrorMessage } from '@/lib/domain/job/schema';
import { getErrorTranslator, getTranslations } from '@/lib/i18n/server';

function variant(state: InstanceJob['state']): 'plain' | 'accent' | 'bad' {
  if (state === 'FAILED') return 'bad';
  return state === 'RUNNING' || state === 'LEASED' ? 'accent' : 'plain';
}

/** The latest jobs of all projects. */
export async function JobsTable({ jobs }: { jobs: readonly InstanceJob[] }) {
  const t = await getTranslations('admin');
  const describeError = await getErrorTranslator();
  return (
    <Table stacks>
      <thead>
        <tr>
          <th>{t('job')}</th>
          <th>{t('state')}</th>
          <th>{t('project')}</th>
          <th>{t('askedFor')}</th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <tr key={job.id}>
            <td className="min-w-40">
              {t(`kinds.${job.kind}`)}
              {job.error && (
                <span className="block text-caption text-text-3">
                  {describeError(jobErrorMessage(job.error))}
                </span>
              )}
              {job.fraction !== null && (
                <span className="block text-caption text-text-3">
                  {`${String(Math.round(job.fraction * 100))} %`}
                </span>
              )}
            </td>
            <td data-label={t('state')}>
              <Badge variant={variant(job.state)}>{t(`states.${job.state}`)}</Badge>
            </td>
            <td data-label={t('project')}>
              {job.project ? (
                <Link className="text-accent hover:underline" href={`/p/${job.project.slug}`}>
                  {job.project.name}
                </Link>
              ) : (
                <span className="text-text-3">–</span>
              )}
            </td>
            <td className="text-text-2" data-label={t('askedFor')}>
              <When at={job.createdAt} clock />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
