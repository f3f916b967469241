'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { predictorOfTab } from '@/components/label/use-model';
import { api } from '@/lib/client/api';
import type { ChipView } from '@/lib/domain/chip/schema';
import { bytesOf } from '@/lib/domain/label/cells';
import { ConfirmedSample } from '@/lib/domain/similar/schema';
import type { PredictorState, SimilarCells } from '@/lib/ml/predictor';

/** Labelled cells most like one of the chip on screen. */
export interface FindSimilar {
  /** changes with the chip and with what it is compared with */
  readonly key: string;
  /** the model is loaded; null: it will not be */
  readonly ready: boolean | null;
  readonly find: (cell: number, count: number) => Promise<SimilarCells>;
}

/** What people confirm meanwhile can wait so long. */
const STALE_MS = 10 * 60_000;

/**
 * How labelled cells that look like one of this chip are found: by the model's own features, among the cells of a sample of the
 * project's confirmed chips. Whoever shows them asks for the sample, so that nobody's machine looks at chips for nothing.
 */
export function useSimilar(slug: string, chip: ChipView, model: PredictorState): FindSimilar {
  const ready = model.kind === 'ready';
  const versionId = ready ? model.versionId : null;
  const { data, isError } = useQuery({
    queryKey: ['confirmed-sample', slug],
    queryFn: ({ signal }) => api(ConfirmedSample, `/projects/${slug}/confirmed-sample`, { signal }),
    staleTime: STALE_MS,
    enabled: ready,
  });
  const sample = useMemo(
    () =>
      data?.items.map(({ cells, ...confirmed }) => ({ chip: confirmed, cells: bytesOf(cells) })),
    [data],
  );
  useEffect(() => {
    if (versionId === null) return;
    if (sample) predictorOfTab().setConfirmed(sample);
    else if (isError) predictorOfTab().setConfirmed(null);
  }, [sample, isError, versionId]);
  const { kind } = model;
  return useMemo(
    () => ({
      key: `${chip.id} ${versionId ?? ''} ${String(sample !== undefined)}`,
      ready: kind === 'ready' ? true : kind === 'failed' || kind === 'none' ? null : false,
      find: (cell, count) => predictorOfTab().similar(chip, cell, count),
    }),
    [chip, versionId, sample, kind],
  );
}
