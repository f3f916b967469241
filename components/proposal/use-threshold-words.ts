'use client';
import { useTranslations } from 'use-intl';
import { thresholdRange } from '@/lib/domain/proposal/thresholds';
import type { Thresholds } from '@/lib/domain/proposal/thresholds';

/** The threshold in figures, from the smallest to the largest where a model's classes have their own. */
export function thresholdText(
  thresholds: Thresholds,
  outputs: readonly { readonly code: number }[],
): string {
  const { from, to } = thresholdRange(thresholds, outputs);
  return from === to ? from.toFixed(2) : `${from.toFixed(2)}–${to.toFixed(2)}`;
}

/** Says which threshold holds for a model's classes and where it comes from. `version` is the deployed version's name. */
export function useThresholdWords(): (
  thresholds: Thresholds,
  outputs: readonly { readonly code: number }[],
  version: string | null,
) => string {
  const t = useTranslations('live.threshold.from');
  return (thresholds, outputs, version) => {
    const value = thresholdText(thresholds, outputs);
    return t(thresholds.source, { value, version: version ?? 'none' });
  };
}
