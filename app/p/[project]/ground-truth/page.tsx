import { ReliabilityTable } from '@/components/ground-truth/reliability-table';
import { TruthChips } from '@/components/ground-truth/truth-chips';
import { TruthClasses } from '@/components/ground-truth/truth-classes';
import { TruthSettings } from '@/components/ground-truth/truth-settings';
import { Columns, Page } from '@/components/shell/page';
import { Card } from '@/components/ui/card';
import { ReadOnly } from '@/components/ui/read-only';
import { GroundTruthQuery } from '@/lib/domain/ground-truth/schema';
import { getTranslations, pageMetadata } from '@/lib/i18n/server';
import { gatePage } from '@/lib/server/auth/page';
import { readReliability } from '@/lib/server/ground-truth/people/read';
import { readTruth } from '@/lib/server/ground-truth/set';
import { readProject } from '@/lib/server/project/data';

export const generateMetadata = pageMetadata('groundTruth');

export default async function GroundTruthPage(props: { params: Promise<{ project: string }> }) {
  const { person, project } = await gatePage((await props.params).project, 'REVIEWER');
  const t = await getTranslations('truth');
  const [page, people, view] = await Promise.all([
    readTruth(project, GroundTruthQuery.parse({})),
    readReliability(project),
    readProject(project),
  ]);
  const { slug, archived } = project;
  const { classes, groundTruthPercent, practiceChips, practicePercent } = view;
  return (
    <Page bar={{ person, project }} title={t('title')} note={t('note')}>
      <Columns
        main={
          <>
            <Card title={t('people.title')} note={t('people.note')}>
              <ReliabilityTable view={people} classes={classes} />
            </Card>
            <TruthChips {...{ slug, classes, archived }} initial={page} />
          </>
        }
        side={
          <>
            <Card title={t('settings.title')}>
              {project.role === 'ADMIN' ? (
                <ReadOnly on={archived}>
                  <TruthSettings
                    key={[groundTruthPercent, practiceChips, practicePercent].join()}
                    project={view}
                  />
                </ReadOnly>
              ) : (
                <p className="text-text-2">
                  {t('settings.now', { percent: groundTruthPercent, chips: practiceChips })}
                </p>
              )}
            </Card>
            {page.counting > 0 && (
              <Card title={t('classes.title')} note={t('classes.note')}>
                <TruthClasses counts={page.classes} classes={classes} />
              </Card>
            )}
          </>
        }
      />
    </Page>
  );
}
