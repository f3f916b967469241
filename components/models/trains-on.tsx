'use client';
import { useTranslations } from 'use-intl';
import { describeLeftOut } from '@/components/dataset/describe-left-out';
import { describeKinds } from '@/lib/domain/training/readiness';
import type { TrainingView } from '@/lib/domain/training/schema';

/** What a training would learn from, calibrate and be measured on, and what it leaves out. */
export function TrainsOn({ training }: { training: TrainingView }) {
  const t = useTranslations('models');
  const tOn = useTranslations('models.trainsOn');
  const tLeftOut = useTranslations('common.leftOut');
  const { summary, snapshot } = training;
  const { train, calibration, test } = summary.splits;
  const kinds = summary.classes.map(({ cells, ...named }) => ({ ...named, cells: cells.train }));
  const out = describeLeftOut(summary, tLeftOut);
  return (
    <ul className="flex flex-col gap-1 text-caption text-text-2">
      <li>{tOn('learns', { ...train, kinds: describeKinds(kinds, tOn('absent')) })}</li>
      <li>{calibration.cells > 0 ? tOn('calibrates', calibration) : tOn('noCalibration')}</li>
      <li>{test.cells > 0 ? tOn('measured', test) : tOn('noTest')}</li>
      {out.length > 0 && <li>{tOn('leavesOut', { what: out.join(', ') })}</li>}
      <li>
        {snapshot === null ? t('aNewSnapshotIsFrozen') : t('theSameLabelsAsSnapshot', { snapshot })}
      </li>
    </ul>
  );
}
