import Link from 'next/link';
import { notFound } from 'next/navigation';
import { jobTitle } from '@/lib/i18n/job-title';
import { JobLive } from '@/components/models/job-live';
import { Page } from '@/components/shell/page';
import { systemClock } from '@/lib/core/clock';
import { JobParams } from '@/lib/domain/job/schema';
import { gatePage } from '@/lib/server/auth/page';
import { findJob } from '@/lib/server/jobs/data';
import { pageMetadata, getTranslations } from '@/lib/i18n/server';

export const generateMetadata = pageMetadata('job');

export default async function JobPage(props: {
  params: Promise<{ project: string; job: string }>;
}) {
  const params = await props.params;
  const { person, project } = await gatePage(params.project, 'ADMIN');
  const t = await getTranslations('models');
  const asked = JobParams.safeParse(params);
  const job = asked.success ? await findJob(project, asked.data.job) : null;
  if (!job) notFound();
  return (
    <Page
      bar={{ person, project }}
      title={jobTitle(job, t)}
      note={
        <Link className="hover:underline" href={`/p/${project.slug}/models`}>
          {t('models')}
        </Link>
      }
    >
      <JobLive slug={project.slug} initial={job} serverNow={systemClock.now()} />
    </Page>
  );
}
