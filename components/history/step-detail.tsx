'use client';
import { useFormatter, useTranslations } from 'use-intl';
import { useCodeLabel } from '@/components/workbench/use-code-label';
import type { ClassView } from '@/lib/domain/class/schema';
import { influenceOf, nameAt } from '@/lib/domain/history/replay';
import type { HistoryStep } from '@/lib/domain/history/schema';
import { UNLABELLED } from '@/lib/domain/label/cell-code';
import { fixed } from '@/lib/i18n/fixed';

/** What a step says of proposals, and of the cell under the cursor. */
export function StepDetail(props: {
  step: HistoryStep;
  cell: number;
  cursor: { row: number; col: number };
  classes: readonly ClassView[];
}) {
  const { step, cell, cursor } = props;
  const t = useTranslations('history');
  const format = useFormatter();
  const label = useCodeLabel(props.classes);
  const influence = influenceOf(step);
  const names = influence?.names.map((name) => name ?? t('live')).join(', ') ?? '';
  const i = step.cells.lastIndexOf(cell);
  const { proposals } = step;
  const code = i < 0 ? null : (proposals?.codes[i] ?? null);
  return (
    <div className="border-t border-line p-4 text-caption">
      <p>{influence ? t('influence', { names, ...influenceCounts(influence) }) : t('noModel')}</p>
      <p className="mt-2 text-text-2">
        {i < 0
          ? t('cellSame', { row: cursor.row + 1, col: cursor.col + 1 })
          : t('cellChanged', {
              ...{ row: cursor.row + 1, col: cursor.col + 1 },
              before: label(step.before[i] ?? UNLABELLED),
              after: label(step.after[i] ?? UNLABELLED),
            })}
      </p>
      {proposals && code !== null && (
        <p className="text-text-2">
          {t('cellProposal', {
            name: nameAt(proposals, i) ?? t('live'),
            label: label(code),
            probability: format.number(proposals.probabilities[i] ?? 0, fixed(2)),
            when: proposals.when[i] ?? 'undrawn',
          })}
        </p>
      )}
      <p className="mt-2 text-text-3">{t('keys')}</p>
    </div>
  );
}

function influenceCounts({
  taken,
  overruled,
  undrawn,
}: NonNullable<ReturnType<typeof influenceOf>>) {
  return { taken, overruled, undrawn };
}
