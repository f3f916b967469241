'use client';
import { useMemo } from 'react';
import type { FindSimilar } from '@/components/label/similar-cells';
import { predictorOfTab } from '@/components/label/use-model';
import type { ChipView } from '@/lib/domain/chip/schema';
import type { PredictorState } from '@/lib/ml/predictor';

/** How labelled cells that look like one of this chip are found: by the model's own features, among those known in this browser. */
export function useSimilar(slug: string, chip: ChipView, model: PredictorState): FindSimilar {
  const live = model.kind === 'ready' ? model.live : null;
  const known = live?.cells ?? 0;
  const revision = live?.revision ?? 0;
  return useMemo(
    () => ({
      key: `${chip.id} ${String(revision)}`,
      known,
      find: (cell, count) => predictorOfTab().similar(chip, cell, count),
      href: (number, cell) => `/p/${slug}/label/${String(number)}#cell=${String(cell)}`,
    }),
    [slug, chip, known, revision],
  );
}
