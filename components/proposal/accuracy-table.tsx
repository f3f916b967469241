'use client';
import { useTranslations } from 'use-intl';
import { Table } from '@/components/ui/table';
import { accuracyAt } from '@/lib/domain/proposal/accuracy';
import type { ProposalAccuracy } from '@/lib/domain/proposal/accuracy';
import type { Thresholds } from '@/lib/domain/proposal/thresholds';

/** The same by class, and what it was counted on. */
export function AccuracyTable(props: { accuracy: ProposalAccuracy; thresholds: Thresholds }) {
  const { accuracy, thresholds } = props;
  const t = useTranslations('live.accuracy');
  const { version, chips } = accuracy;
  if (chips === 0) return null;
  const { classes } = accuracyAt(accuracy, thresholds);
  return (
    <>
      <Table aria-label={t('byClass')}>
        <thead>
          <tr>
            <th scope="col">{t('class')}</th>
            <th scope="col" className="num">
              {t('rightHead')}
            </th>
            <th scope="col" className="num">
              {t('foundHead')}
            </th>
          </tr>
        </thead>
        <tbody>
          {classes.map(
            ({ code, name, proposed: n, enough, precision, low, high, recall, cells }) => (
              <tr key={code}>
                <td>{name}</td>
                <td className="num">
                  {enough ? t('rightCell', { precision, low, high, n }) : t('fewCell', { n })}
                </td>
                <td className="num">
                  {recall === null ? t('fewCell', { n: cells }) : t('foundCell', { recall, cells })}
                </td>
              </tr>
            ),
          )}
        </tbody>
      </Table>
      <p className="text-caption text-text-3">{t('basis', { chips, version: version.name })}</p>
    </>
  );
}
