'use client';
import { useTranslations } from 'use-intl';
import { useThresholdText } from '@/components/proposal/use-threshold-words';
import { accuracyAt } from '@/lib/domain/proposal/accuracy';
import type { ProposalAccuracy } from '@/lib/domain/proposal/accuracy';
import type { Thresholds } from '@/lib/domain/proposal/thresholds';

/** How many of the proposals are right at these thresholds, and how many cells they find: in a sentence, with n. */
export function AccuracyWords(props: { accuracy: ProposalAccuracy; thresholds: Thresholds }) {
  const { accuracy, thresholds } = props;
  const t = useTranslations('live.accuracy');
  const write = useThresholdText();
  const { version, chips, classes } = accuracy;
  if (chips === 0) {
    return t(accuracy.counting ? 'counting' : 'none', { version: version.name });
  }
  const { all } = accuracyAt(accuracy, thresholds);
  const value = write(thresholds, classes);
  const { proposed: n, precision, low, high, recall, cells } = all;
  const right = all.enough
    ? t('right', { value, precision, low, high, n })
    : t('few', { value, n });
  const found = recall === null ? t('findsFew', { cells }) : t('finds', { recall });
  return `${right} ${found}`;
}
