import Link from 'next/link';
import { Card } from '@/components/ui/card';
import { Measure } from '@/components/ui/measure';
import { When } from '@/components/ui/when';
import type { Champion } from '@/lib/domain/project/overview';
import { getTranslations } from '@/lib/i18n/server';

/** The deployed version with its figures on the test cells, each with its interval and n. */
export async function ChampionCard({
  slug,
  champion,
}: {
  slug: string;
  champion: Champion | null;
}) {
  const t = await getTranslations('project');
  if (!champion) {
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
  const { name, deployedAt, trainChips, testCells, figures } = champion;
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
            <dd aria-hidden className="basis-full">
              <IntervalBar {...figure} />
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 text-caption text-text-3">{t('barsRunFrom0To')}</p>
    </Card>
  );
}

/** A value on a line from 0 to 1 with its interval. */
function IntervalBar(props: { value: number | null; low: number | null; high: number | null }) {
  const { value, low, high } = props;
  const percent = (share: number) => `${String(Math.round(1000 * share) / 10)}%`;
  return (
    <div className="relative h-3">
      <div className="absolute inset-x-0 top-[5.5px] h-px bg-line" />
      {low !== null && high !== null && (
        <div
          className="absolute top-1 h-1 rounded-[2px]"
          style={{
            left: percent(low),
            width: percent(high - low),
            background: 'color-mix(in oklab, var(--accent) 45%, var(--bg-1))',
          }}
        />
      )}
      {value !== null && (
        <div
          className="absolute top-px -ml-[1.5px] h-2.5 w-[3px] rounded-[1px] bg-accent"
          style={{ left: percent(value) }}
        />
      )}
    </div>
  );
}
