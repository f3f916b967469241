import Link from 'next/link';
import type { ReactNode } from 'react';
import { Card } from '@/components/ui/card';
import type { VersionDetail } from '@/lib/domain/model/schema';
import { bytesText } from '@/lib/i18n/bytes';
import { fixed } from '@/lib/i18n/fixed';
import { DATE_LOCALES } from '@/lib/i18n/locales';
import type { Locale } from '@/lib/i18n/locales';
import { getLocale, getTranslations } from '@/lib/i18n/server';

/** Where a version comes from, every part by its hash. */
export async function LineageCard(props: {
  slug: string;
  version: VersionDetail;
  /** what its snapshot left out, in words */
  leftOut: readonly string[];
  isAdmin: boolean;
}) {
  const t = await getTranslations('models');
  const locale = await getLocale();
  const { slug, version, leftOut, isAdmin } = props;
  const { manifest, metrics, snapshot, parent } = version;
  const { checkChips, lineage } = manifest;
  const { created, code, seed } = lineage;
  return (
    <Card title={t('lineage')} note={t('everyPartByItsHash')}>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 [&_dt]:text-caption [&_dt]:text-text-2">
        {snapshot && (
          <Line name={t('lineageLines.snapshot')}>
            S{snapshot.number} <Hash value={snapshot.sha256} />
            {', '}
            {t('chipsAndCells', { chips: snapshot.chips, cells: snapshot.cells })}
          </Line>
        )}
        {metrics && (
          <Line name={t('lineageLines.split')}>
            {t('splitChips', {
              train: metrics.train.chips,
              calibration: metrics.calibration.chips,
              test: metrics.test.chips,
            })}
          </Line>
        )}
        {leftOut.length > 0 && <Line name={t('lineageLines.leftOut')}>{leftOut.join(', ')}</Line>}
        {parent && (
          <Line name={t('lineageLines.parent')}>
            {parent.name} <Hash value={parent.manifestSha} />
          </Line>
        )}
        <Line name={t('lineageLines.recipe')}>
          {t('paramsSeedSeed', { params: recipe(lineage.params), seed })}
        </Line>
        <Line name={t('lineageLines.code')}>
          <span className="break-all">{code}</span>, {created.slice(0, 10)}
        </Line>
        <Line name={t('lineageLines.backbone')}>
          {manifest.backbone.id} <Hash value={manifest.backbone.sha256} />
        </Line>
        <Line name={t('lineageLines.package')}>
          <a className="hover:underline" href={`${version.filesUrl}/manifest.json`}>
            {version.name} <Hash value={version.manifestSha} />
          </a>
          , {bytesText(version.bytes, locale)}
        </Line>
        <Line name={t('lineageLines.checkChips')}>
          {t('checkChips', {
            count: checkChips.chips.length,
            cpu: checkChips.tolerance.cpu,
            gpu: checkChips.tolerance.gpu,
          })}
        </Line>
        {metrics && (
          <Line name={t('lineageLines.took')}>
            {t('secondsFeaturesOfHitsChips', {
              seconds: secondsOf(metrics.seconds, locale),
              hits: metrics.cache.hits,
              misses: metrics.cache.misses,
            })}
          </Line>
        )}
        {version.jobId !== null && isAdmin && (
          <Line name={t('lineageLines.job')}>
            <Link
              className="text-accent hover:underline"
              href={`/p/${slug}/models/jobs/${version.jobId}`}
            >
              {t('itsLog')}
            </Link>
          </Line>
        )}
      </dl>
    </Card>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="pt-0.5">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

/** The first eight digits; all of them on hover. */
function Hash({ value }: { value: string }) {
  return (
    <span className="font-mono text-caption text-text-2" title={value}>
      {value.slice(0, 8)}
    </span>
  );
}

function recipe(params: Readonly<Record<string, unknown>>): string {
  return Object.entries(params)
    .filter(([key]) => key !== 'seed')
    .map(([key, value]) => (key === 'kind' ? String(value) : `${key} ${String(value)}`))
    .join(', ');
}

/** The stages in the order in which they run. */
const STAGES = ['features', 'train', 'calibrate', 'evaluate', 'export'];

function secondsOf(seconds: Readonly<Record<string, number>>, locale: Locale): string {
  const write = (s: number) => s.toLocaleString(DATE_LOCALES[locale], fixed(s < 10 ? 1 : 0));
  return Object.entries(seconds)
    .sort(([a], [b]) => STAGES.indexOf(a) - STAGES.indexOf(b))
    .map(([stage, s]) => `${stage} ${write(s)} s`)
    .join(', ');
}
