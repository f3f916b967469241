import type { Metadata } from 'next';
import { JobsTable } from '@/components/models/jobs-table';
import { RetrainCard } from '@/components/models/retrain-card';
import { VersionsTable } from '@/components/models/versions-table';
import { Columns, Page } from '@/components/shell/page';
import { Card } from '@/components/ui/card';
import { gatePage } from '@/lib/server/auth/page';
import { listJobs } from '@/lib/server/jobs/data';
import { listVersions } from '@/lib/server/model/data';
import { readTraining } from '@/lib/server/training/start';

export const metadata: Metadata = { title: 'Models' };

export default async function ModelsPage(props: { params: Promise<{ project: string }> }) {
  const { person, project } = await gatePage((await props.params).project, 'LABELER');
  const isAdmin = project.role === 'ADMIN';
  const [versions, training, jobs] = await Promise.all([
    listVersions(project),
    readTraining(project),
    isAdmin ? listJobs(project, { runner: true, limit: 20 }) : { items: [] },
  ]);
  return (
    <Page
      bar={{ person, project }}
      title="Models"
      note="Figures come from test cells on ground that no version was trained on; 95 % intervals"
    >
      <Columns
        sideFirst
        main={
          <>
            <Card title="Versions">
              <VersionsTable slug={project.slug} items={versions} />
            </Card>
            {isAdmin && (
              <Card title="Jobs" note="trainings and proposals, newest first">
                <JobsTable slug={project.slug} initial={jobs.items} />
              </Card>
            )}
          </>
        }
        side={<RetrainCard slug={project.slug} initial={training} isAdmin={isAdmin} />}
      />
    </Page>
  );
}
