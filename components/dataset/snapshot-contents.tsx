'use client';
import { useTranslations } from 'use-intl';
import { describeLeftOut } from '@/lib/i18n/describe-left-out';
import { Count } from '@/components/ui/count';
import { Table } from '@/components/ui/table';
import type { SnapshotSummary } from '@/lib/domain/snapshot/schema';

const SPLITS = ['train', 'calibration', 'test'] as const;

/** How many chips and cells a snapshot holds, by class and split, and what is left out and why. */
export function SnapshotContents(props: {
  chips: number;
  cells: number;
  summary: SnapshotSummary;
}) {
  const t = useTranslations('dataset');
  const { chips, cells, summary } = props;
  const leftOut = describeLeftOut(summary, useTranslations('common.leftOut'));
  return (
    <div className="flex flex-col gap-3">
      <p>
        <span className="text-lead font-semibold">{t('chipsChips', { chips })}</span>{' '}
        <span className="text-text-2">{t('withCellsDecidedCells', { cells })}</span>
      </p>
      {cells > 0 && (
        <Table>
          <thead>
            <tr>
              <th scope="col">{t('cells')}</th>
              {SPLITS.map((split) => (
                <th key={split} scope="col" className="num">
                  {t(`splits.${split}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {summary.classes.map((line) => (
              <tr key={line.code}>
                <td>{line.name}</td>
                {SPLITS.map((split) => (
                  <td key={split} className="num">
                    <Count of={line.cells[split]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {leftOut.length > 0 && (
        <div>
          <h3>{t('leftOut')}</h3>
          <ul className="text-text-2">
            {leftOut.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
