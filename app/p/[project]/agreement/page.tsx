import Link from 'next/link';
import { AgreementCards } from '@/components/agreement/agreement-cards';
import { ReliabilityTable } from '@/components/ground-truth/reliability-table';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Page } from '@/components/shell/page';
import { OVERLAP_CHIPS } from '@/lib/domain/agreement/schema';
import { ENOUGH_CHIPS } from '@/lib/domain/agreement/interval';
import { getTranslations, pageMetadata } from '@/lib/i18n/server';
import { gatePage } from '@/lib/server/auth/page';
import { readFigure } from '@/lib/server/figure/read';
import { readReliability } from '@/lib/server/ground-truth/people/read';
import { readProject } from '@/lib/server/project/data';

export const generateMetadata = pageMetadata('agreement');

export default async function AgreementPage(props: { params: Promise<{ project: string }> }) {
  const { person, project } = await gatePage((await props.params).project, 'REVIEWER');
  const t = await getTranslations('agreement.page');
  const truth = await getTranslations('truth.people');
  const [view, people, { classes, overlapPercent }] = await Promise.all([
    readFigure(project, 'agreement'),
    readReliability(project),
    readProject(project),
  ]);
  const hasSome = view.alpha.chips > 0;
  return (
    <Page
      bar={{ person, project }}
      title={t('title')}
      note={hasSome ? t('note', { count: OVERLAP_CHIPS }) : undefined}
    >
      <Card
        className="mb-4"
        title={truth('title')}
        note={truth('note')}
        actions={
          <Link className="text-accent underline" href={`/p/${project.slug}/ground-truth`}>
            {truth('link')}
          </Link>
        }
      >
        <ReliabilityTable view={people} classes={classes} />
      </Card>
      {hasSome ? (
        <AgreementCards view={view} classes={classes} />
      ) : (
        <EmptyState title={t('empty')}>
          {t('emptyHow', { percent: overlapPercent, needed: ENOUGH_CHIPS })}{' '}
          {t('waiting', { count: view.waiting })}
        </EmptyState>
      )}
    </Page>
  );
}
