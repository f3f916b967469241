import Link from 'next/link';
import { Card } from '@/components/ui/card';
import { IntervalBar, NoIntervalWords } from '@/components/models/interval-bar';
import { Measure } from '@/components/ui/measure';
import { When } from '@/components/ui/when';
import { noInterval } from '@/lib/domain/model/no-interval';
import type { DeployedFigures } from '@/lib/domain/project/overview';
import { getTranslations } from '@/lib/i18n/server';

/** The deployed version with its figures on the test cells, each with its interval and n. */
export async function DeployedCard({
  slug,
  deployed,
}: {
  slug: string;
  deployed: DeployedFigures | null;
}) {
  const t = await getTranslations('project');
  if (!deployed) {
    return (
      <Card title={t('deployedModel')}>
        <p className="text-text-2">
          {t.rich('noModelIsDeployedSo', {
            link: (chunks) => (
              <Link className="text-accent hover:underline" href={`/p/${slug}/models`}>
                {chunks}
              </Link>
            ),
          })}
        </p>
      </Card>
    );
  }
  const { name, deployedAt, trainChips, testCells, figures, spread } = deployed;
  return (
    <Card
      title={t('deployedModel')}
      actions={
        <Link className="text-caption text-text-2 hover:underline" href={`/p/${slug}/models`}>
          {t('allModels')}
        </Link>
      }
    >
      <p className="mb-1 flex flex-wrap items-baseline gap-x-2">
        <span className="text-page font-semibold">{name}</span>
        <span className="text-caption text-text-2">
          {deployedAt && <>{t.rich('since', { when: () => <When at={deployedAt} /> })} </>}
          {t('trainChipsTestNTestCellsCells', { trainChips, testCells })}
        </span>
      </p>
      <dl>
        {figures.map(({ measure, name: of, figure }) => (
          <div
            key={`${measure} ${of ?? ''}`}
            className="flex flex-wrap justify-between gap-x-3 py-1"
          >
            <dt className="text-caption text-text-2">
              {of === null ? t('figure.macroF1') : t(`figure.${measure}`, { name: of })}
            </dt>
            <dd className="ml-auto">
              <Measure {...figure} />
            </dd>
            <dd className="basis-full">
              <IntervalBar {...figure} />
              <NoIntervalWords reason={noInterval(figure, spread)} />
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 text-caption text-text-3">
        {t(figures.some(({ figure }) => figure.low !== null) ? 'barsRunFrom0To' : 'valuesFrom0To')}
      </p>
    </Card>
  );
}
