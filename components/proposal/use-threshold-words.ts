'use client';
import { useTranslations } from 'use-intl';
import { thresholdRange } from '@/lib/domain/proposal/thresholds';
import type { Thresholds } from '@/lib/domain/proposal/thresholds';

/** Says which threshold holds for a model's classes and where it comes from. `version` is the deployed version's name. */
export function useThresholdWords(): (
  thresholds: Thresholds,
  outputs: readonly { readonly code: number }[],
  version: string | null,
) => string {
  const t = useTranslations('live.threshold.from');
  return (thresholds, outputs, version) => {
    const { from, to } = thresholdRange(thresholds, outputs);
    const value = from === to ? from.toFixed(2) : `${from.toFixed(2)}–${to.toFixed(2)}`;
    return t(thresholds.source, { value, version: version ?? 'none' });
  };
}
