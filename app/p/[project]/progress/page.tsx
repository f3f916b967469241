import Link from 'next/link';
import { BurndownCard } from '@/components/progress/burndown-card';
import { ClassesCard } from '@/components/progress/classes-card';
import { PeopleTable } from '@/components/progress/people-table';
import { PeriodBar } from '@/components/progress/period-bar';
import { StatesCard } from '@/components/progress/states-card';
import { TotalsCard } from '@/components/progress/totals-card';
import { WorkCard } from '@/components/progress/work-card';
import { Columns, Page } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { pageQuery } from '@/lib/domain/chip-filter/query';
import { askedOf } from '@/lib/domain/progress/period';
import type { ProgressView } from '@/lib/domain/progress/schema';
import { getTranslations, pageMetadata } from '@/lib/i18n/server';
import { roleAllows } from '@/lib/server/auth/gate';
import { gatePage } from '@/lib/server/auth/page';
import { readProgress } from '@/lib/server/progress/read';
import { readProject } from '@/lib/server/project/data';

export const generateMetadata = pageMetadata('progress');

export default async function ProgressPage(props: {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { person, project } = await gatePage((await props.params).project, 'LABELER');
  const asked = askedOf(pageQuery(await props.searchParams));
  const t = await getTranslations('progress');
  const [view, { classes, chips }] = await Promise.all([
    readProgress(project, person.userId, asked),
    readProject(project),
  ]);
  const { slug, archived } = project;
  const isReviewer = roleAllows(project.role, 'REVIEWER');
  const isAdmin = project.role === 'ADMIN';
  return (
    <Page
      bar={{ person, project }}
      title={t('title')}
      note={t('note')}
      actions={chips > 0 && <Files slug={slug} view={view} />}
    >
      {chips === 0 ? (
        <Card>
          <EmptyState
            title={t('noChips')}
            action={
              isAdmin && (
                <Button asChild variant="primary">
                  <Link href={`/p/${slug}/imagery`}>{t('importPictures')}</Link>
                </Button>
              )
            }
          >
            {t('noChipsHow')}
          </EmptyState>
        </Card>
      ) : (
        <>
          <PeriodBar slug={slug} view={view} />
          <Columns
            main={
              <>
                <TotalsCard view={view} />
                <StatesCard view={view} />
                {hasWork(view) ? <WorkCard view={view} /> : <NoWork slug={slug} />}
              </>
            }
            side={
              <>
                {!archived && (
                  <BurndownCard {...{ slug, isReviewer, isAdmin }} burndown={view.burndown} />
                )}
                <ClassesCard counts={view.classes} classes={classes} />
              </>
            }
          />
          <div className="mt-4">
            <PeopleTable
              people={view.people}
              me={person.userId}
              onlyMe={!isReviewer}
              agreement={isReviewer ? `/p/${slug}/agreement` : null}
            />
          </div>
        </>
      )}
    </Page>
  );
}

/** The same figures as files. */
async function Files({ slug, view }: { slug: string; view: ProgressView }) {
  const t = await getTranslations('progress');
  const { period, from, to } = view;
  const days = period === null ? { from, to } : { period };
  return (['days', 'people'] as const).map((of) => (
    <Button key={of} asChild>
      <a
        href={`/api/v1/projects/${slug}/progress.csv?${new URLSearchParams({ of, ...days }).toString()}`}
        title={t(`csv.${of}Means`)}
        download
      >
        {t(`csv.${of}`)}
      </a>
    </Button>
  ));
}

function hasWork({ total }: ProgressView): boolean {
  return total.activeMs > 0 || total.submitted + total.accepted + total.sentBack > 0;
}

async function NoWork({ slug }: { slug: string }) {
  const t = await getTranslations('progress');
  return (
    <Card>
      <EmptyState
        title={t('noWork')}
        action={
          <Button asChild>
            <Link href={`/p/${slug}/label`}>{t('label')}</Link>
          </Button>
        }
      >
        {t('noWorkHow')}
      </EmptyState>
    </Card>
  );
}
