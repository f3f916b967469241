import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { EmptyState } from '@/components/ui/empty-state';
import { IntervalBar, NoIntervalWords } from '@/components/models/interval-bar';
import { Measure } from '@/components/ui/measure';
import { Table } from '@/components/ui/table';
import { When } from '@/components/ui/when';
import type { Score } from '@/lib/contracts/result';
import { noInterval } from '@/lib/domain/model/no-interval';
import type { VersionView } from '@/lib/domain/model/schema';
import { getTranslations } from '@/lib/i18n/server';

/** All versions, newest first: status, figures with interval and n, and what each was trained on. */
export async function VersionsTable({
  slug,
  items,
  filtered,
}: {
  slug: string;
  items: readonly VersionView[];
  /** others are left out */
  filtered: boolean;
}) {
  const t = await getTranslations('models');
  const status = await getTranslations('common.versionStatus');
  if (items.length === 0) {
    if (filtered) return <EmptyState title={t('noVersionHere')} />;
    return <EmptyState title={t('noModelVersionYet')}>{t('aVersionIsTrainedFrom')}</EmptyState>;
  }
  return (
    <Table stacks>
      <thead>
        <tr>
          <th scope="col">{t('version')}</th>
          <th scope="col">{t('status')}</th>
          <th scope="col" className="num">
            {t('macroF1')}
          </th>
          <th scope="col" className="num">
            {t('calibrationError')}
          </th>
          <th scope="col">{t('trainedOn')}</th>
          <th scope="col">{t('made')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((version) => (
          <tr key={version.id}>
            <td>
              <Link
                className="font-semibold text-accent hover:underline"
                href={`/p/${slug}/models/${String(version.number)}`}
              >
                {version.name}
              </Link>
            </td>
            <td className="whitespace-nowrap" data-label={t('status')}>
              <Badge variant={version.status === 'DEPLOYED' ? 'accent' : 'plain'}>
                {status(version.status)}
              </Badge>
            </td>
            <td className="num" data-label={t('macroF1')}>
              {version.metrics && <Cell score={version.metrics.candidate} of="macroF1" />}
            </td>
            <td className="num" data-label={t('calibrationError')}>
              {version.metrics && <Cell score={version.metrics.candidate} of="ece" />}
            </td>
            <td className="whitespace-nowrap" data-label={t('trainedOn')}>
              {version.snapshot && version.metrics && (
                <>
                  S{version.snapshot.number}{' '}
                  <span className="text-caption text-text-3">
                    {t('chipsAndCells', {
                      chips: version.metrics.train.chips,
                      cells: version.metrics.train.cells,
                    })}
                  </span>
                </>
              )}
            </td>
            <td data-label={t('made')}>
              <When at={new Date(version.createdAt)} />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Cell({ score, of }: { score: Score; of: 'macroF1' | 'ece' }) {
  return (
    <>
      <Measure {...score[of]} />
      <IntervalBar {...score[of]} />
      <NoIntervalWords reason={noInterval(score[of], score.spread)} />
    </>
  );
}
