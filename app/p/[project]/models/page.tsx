import { AutomationBiasCard } from '@/components/models/automation-bias-card';
import { JobsTable } from '@/components/models/jobs-table';
import { TrainingCard } from '@/components/models/training-card';
import { VersionFilters } from '@/components/models/version-filters';
import { VersionsTable } from '@/components/models/versions-table';
import { Columns, Page } from '@/components/shell/page';
import { Card } from '@/components/ui/card';
import { passes, versionFilterOf } from '@/lib/domain/model/version-filter';
import { gatePage } from '@/lib/server/auth/page';
import { readFigure } from '@/lib/server/figure/read';
import { listJobs } from '@/lib/server/jobs/data';
import { listVersions } from '@/lib/server/model/data';
import { readTraining } from '@/lib/server/training/start';
import { pageMetadata, getTranslations } from '@/lib/i18n/server';

export const generateMetadata = pageMetadata('models');

export default async function ModelsPage(props: {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { person, project } = await gatePage((await props.params).project, 'LABELER');
  const filter = versionFilterOf((await props.searchParams)['versions']);
  const t = await getTranslations('models');
  const isAdmin = project.role === 'ADMIN';
  const [versions, training, jobs, bias] = await Promise.all([
    listVersions(project),
    readTraining(project),
    isAdmin ? listJobs(project, { runner: true, limit: 20 }) : { items: [] },
    isAdmin ? readFigure(project, 'automation-bias') : null,
  ]);
  return (
    <Page bar={{ person, project }} title={t('models')} note={t('figuresComeFromTestCells')}>
      <Columns
        sideFirst
        main={
          <>
            <Card
              title={t('versions')}
              actions={<VersionFilters slug={project.slug} items={versions} filter={filter} />}
            >
              <VersionsTable
                slug={project.slug}
                items={versions.filter((version) => passes(version, filter))}
                filtered={filter !== 'all'}
              />
            </Card>
            {bias && <AutomationBiasCard view={bias} />}
            {isAdmin && (
              <Card title={t('jobs')} note={t('trainingsAndProposalsNewestFirst')}>
                <JobsTable slug={project.slug} initial={jobs.items} />
              </Card>
            )}
          </>
        }
        side={
          !project.archived && (
            <TrainingCard slug={project.slug} initial={training} isAdmin={isAdmin} />
          )
        }
      />
    </Page>
  );
}
