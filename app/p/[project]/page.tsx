import Link from 'next/link';
import { ExcludedCard } from '@/components/project/excluded-card';
import { DeployedCard } from '@/components/project/deployed-card';
import { ChipsCard } from '@/components/project/chips-card';
import { LearningCurve } from '@/components/project/learning-curve';
import { NextTrainingCard } from '@/components/project/next-training-card';
import { PeopleCard } from '@/components/project/people-card';
import { RecentCard } from '@/components/project/recent-card';
import { WaitingList } from '@/components/project/waiting-list';
import { Columns, Page } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ReadOnly } from '@/components/ui/read-only';
import { roleAllows } from '@/lib/server/auth/gate';
import { gatePage } from '@/lib/server/auth/page';
import { readExcluded } from '@/lib/server/queue/excluded/read';
import { readOverview } from '@/lib/server/overview/read';
import { readProject } from '@/lib/server/project/data';
import { pageMetadata, getTranslations } from '@/lib/i18n/server';

export const generateMetadata = pageMetadata('overview');

export default async function OverviewPage(props: { params: Promise<{ project: string }> }) {
  const { person, project } = await gatePage((await props.params).project, 'LABELER');
  const t = await getTranslations('project');
  const { slug, archived } = project;
  const isAdmin = project.role === 'ADMIN';
  const [view, overview, excluded] = await Promise.all([
    readProject(project),
    readOverview(project, person.userId),
    isAdmin ? readExcluded(project) : null,
  ]);
  const cell = view.cellM === null ? `${String(view.cellPx)} px` : `${String(view.cellM)} m`;
  const hasWork = overview.chips.total > 0 && !archived;
  const measured = overview.curve.filter((point) => point.macroF1.value !== null);
  return (
    <Page
      bar={{ person, project }}
      title={view.name}
      note={[
        view.description,
        t('grid', {
          cell,
          assets: view.assets,
          chips: view.chips,
          rows: view.rows,
          cols: view.cols,
        }),
      ]
        .filter((text) => text !== '')
        .join(' ')}
      actions={<Actions slug={slug} isAdmin={isAdmin} archived={archived} hasWork={hasWork} />}
    >
      <Columns
        main={
          <>
            <ChipsCard
              slug={slug}
              counts={overview.chips}
              excluded={overview.excluded}
              cells={overview.cells}
              assets={overview.assets}
              isAdmin={isAdmin}
            />
            {hasWork && (
              <Card title={t('whatWaitsForYou')}>
                {overview.waiting.length === 0 ? (
                  <p className="text-text-2">{t('nothingEveryChipIsWith')}</p>
                ) : (
                  <WaitingList slug={slug} waiting={overview.waiting} />
                )}
              </Card>
            )}
            {excluded && Object.values(excluded).some((list) => list.length > 0) && (
              <ReadOnly on={archived}>
                <ExcludedCard slug={slug} initial={excluded} />
              </ReadOnly>
            )}
            {measured.length > 0 && (
              <Card
                title={t('learningCurve')}
                note={t(
                  measured.some(({ macroF1 }) => macroF1.low !== null)
                    ? 'macroF1OnTheTest'
                    : 'macroF1WithoutBand',
                )}
              >
                <LearningCurve curve={measured} />
              </Card>
            )}
            <RecentCard slug={slug} recent={overview.recent} />
          </>
        }
        side={
          <>
            {!archived && <NextTrainingCard slug={slug} next={overview.next} isAdmin={isAdmin} />}
            <DeployedCard slug={slug} deployed={overview.deployed} />
            {overview.people.length > 0 && (
              <PeopleCard
                people={overview.people}
                me={person.userId}
                agreement={
                  roleAllows(project.role, 'REVIEWER') ? `/p/${project.slug}/agreement` : null
                }
              />
            )}
          </>
        }
      />
    </Page>
  );
}

async function Actions(props: {
  slug: string;
  isAdmin: boolean;
  archived: boolean;
  hasWork: boolean;
}) {
  const { slug, isAdmin } = props;
  const t = await getTranslations('project');
  return (
    <>
      {isAdmin && !props.archived && (
        <Button asChild>
          <Link href={`/p/${slug}/settings#people`}>{t('invite')}</Link>
        </Button>
      )}
      {isAdmin && (
        <Button asChild>
          <Link href={`/p/${slug}/dataset`}>{t('export')}</Link>
        </Button>
      )}
      {props.hasWork && (
        <Button asChild variant="primary">
          <Link href={`/p/${slug}/label`}>{t('labelNextChip')}</Link>
        </Button>
      )}
    </>
  );
}
