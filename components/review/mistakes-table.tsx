'use client';
import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl';
import { Card } from '@/components/ui/card';
import { Count } from '@/components/ui/count';
import { Skeleton } from '@/components/ui/skeleton';
import { Table } from '@/components/ui/table';
import { api } from '@/lib/client/api';
import { MistakeList } from '@/lib/domain/review/schema';
import { fixed } from '@/lib/i18n/fixed';

/** Machine mistakes that people corrected, by model version. */
export function MistakesTable({ slug }: { slug: string }) {
  const t = useTranslations('review');
  const format = useFormatter();
  const { data, error } = useQuery({
    queryKey: ['review-mistakes', slug],
    queryFn: ({ signal }) => api(MistakeList, `/projects/${slug}/review/mistakes`, { signal }),
  });
  return (
    <Card title={t('machineMistakesCorrected')} note={t('labellingAndReviewTogether')}>
      {!data && !error && <Skeleton className="h-12 w-full" />}
      {error && <p className="text-bad">{error.message}</p>}
      {data?.items.length === 0 && <p className="text-text-2">{t('noCellWasDecidedWith')}</p>}
      {data && data.items.length > 0 && (
        <Table>
          <thead>
            <tr>
              <th>{t('version')}</th>
              <th className="num">{t('corrected')}</th>
              <th className="num">{t('ofDecidedCells')}</th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((line) => (
              <tr key={line.versionId}>
                <td className="font-medium">{line.name}</td>
                <td className="num">
                  <Count of={line.corrected} />
                </td>
                <td className="num text-text-2">
                  {t('valueOfNDecided', {
                    value: format.number((100 * line.corrected) / line.decided, fixed(1)),
                    decided: line.decided,
                  })}
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}
