'use client';
import { useTranslations } from 'use-intl';
import { leftOutSaid } from '@/components/dataset/left-out';
import { kindsSaid } from '@/components/models/kinds-said';
import type { TrainingView } from '@/lib/domain/training/schema';

/** What a training would learn from, calibrate and be measured on, and what it leaves out. */
export function TrainsOn({ training }: { training: TrainingView }) {
  const t = useTranslations('models');
  const say = useTranslations('models.trainsOn');
  const sayLeftOut = useTranslations('common.leftOut');
  const { summary, snapshot } = training;
  const { train, calibration, test } = summary.splits;
  const kinds = summary.classes.map(({ cells, ...named }) => ({ ...named, cells: cells.train }));
  const out = leftOutSaid(summary, sayLeftOut);
  return (
    <ul className="flex flex-col gap-1 text-caption text-text-2">
      <li>{say('learns', { ...train, kinds: kindsSaid(kinds, say('absent')) })}</li>
      <li>{calibration.cells > 0 ? say('calibrates', calibration) : say('noCalibration')}</li>
      <li>{test.cells > 0 ? say('measured', test) : say('noTest')}</li>
      {out.length > 0 && <li>{say('leavesOut', { what: out.join(', ') })}</li>}
      <li>
        {snapshot === null ? t('aNewSnapshotIsFrozen') : t('theSameLabelsAsSnapshot', { snapshot })}
      </li>
    </ul>
  );
}
