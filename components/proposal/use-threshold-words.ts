'use client';
import { useFormatter, useTranslations } from 'use-intl';
import { thresholdRange } from '@/lib/domain/proposal/thresholds';
import type { Thresholds } from '@/lib/domain/proposal/thresholds';
import { fixed } from '@/lib/i18n/fixed';

/** Writes thresholds in figures, from the smallest to the largest where a model's classes have their own. */
export function useThresholdText(): (
  thresholds: Thresholds,
  outputs: readonly { readonly code: number }[],
) => string {
  const format = useFormatter();
  return (thresholds, outputs) => {
    const { from, to } = thresholdRange(thresholds, outputs);
    const [low, high] = [format.number(from, fixed(2)), format.number(to, fixed(2))];
    return low === high ? low : `${low}–${high}`;
  };
}

/** Says which threshold holds for a model's classes and where it comes from. `version` is the deployed version's name. */
export function useThresholdWords(): (
  thresholds: Thresholds,
  outputs: readonly { readonly code: number }[],
  version: string | null,
) => string {
  const t = useTranslations('live.threshold.from');
  const write = useThresholdText();
  return (thresholds, outputs, version) => {
    const value = write(thresholds, outputs);
    return t(thresholds.source, { value, version: version ?? 'none' });
  };
}
