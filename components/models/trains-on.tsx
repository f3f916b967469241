'use client';
import { useTranslations } from 'use-intl';
import type { TrainingView } from '@/lib/domain/training/schema';
import { describeTrainsOn } from '@/lib/i18n/describe-trains-on';

/** What a training would learn from, calibrate and be measured on, and what it leaves out. */
export function TrainsOn({ training }: { training: TrainingView }) {
  const t = useTranslations('models');
  const tOn = useTranslations('models.trainsOn');
  const tLeftOut = useTranslations('common.leftOut');
  const { summary, snapshot } = training;
  return (
    <ul className="flex flex-col gap-1 text-caption text-text-2">
      {describeTrainsOn(summary, tOn, tLeftOut).map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
      <li>
        {snapshot === null ? t('aNewSnapshotIsFrozen') : t('theSameLabelsAsSnapshot', { snapshot })}
      </li>
    </ul>
  );
}
