'use client';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { api } from '@/lib/client/api';
import type { ChipView } from '@/lib/domain/chip/schema';
import { ChampionReply } from '@/lib/domain/model/schema';
import type { Probabilities } from '@/lib/editor/proposals';
import { createPredictor } from '@/lib/ml/client';
import type { Predictor, PredictorState } from '@/lib/ml/predictor';

let shared: Predictor | null = null;

/** The tab's predictor: the worker stays warm from chip to chip. */
function predictorOfTab(): Predictor {
  shared ??= createPredictor();
  return shared;
}

const IDLE: PredictorState = { kind: 'idle' };

/**
 * Loads the project's deployed model, asking again with every chip so that a version deployed meanwhile takes over, and gives
 * the chip's probabilities when they are there. Nothing here blocks or fails labelling.
 */
export function useModel(
  slug: string,
  chip: ChipView,
): { model: PredictorState; probabilities: Probabilities | null } {
  const [predictor, setPredictor] = useState<Predictor | null>(null);
  const [probabilities, setProbabilities] = useState<Probabilities | null>(null);
  const model = useSyncExternalStore(
    (listener) => predictor?.subscribe(listener) ?? (() => undefined),
    () => predictor?.state ?? IDLE,
    () => IDLE,
  );
  useEffect(() => {
    const stop = new AbortController();
    const own = predictorOfTab();
    const left = (): boolean => stop.signal.aborted;
    const run = async (): Promise<void> => {
      setPredictor(own);
      const champion = await api(ChampionReply, `/projects/${slug}/model`, { signal: stop.signal });
      if (left()) return;
      if (champion.version === null) {
        own.none(champion.why);
        return;
      }
      await own.load(champion.manifestUrl, champion.version.id);
      if (left() || own.state.kind !== 'ready') return;
      const { outputs } = own.state;
      const { versionId, probs } = await own.predict(chip, stop.signal);
      if (!left()) setProbabilities({ versionId, outputs, values: probs });
    };
    run().catch((error: unknown) => {
      // an abandoned chip is no failure; anything else is said, and labelling goes on
      if (!left()) own.none(error instanceof Error ? error.message : String(error));
    });
    return () => {
      stop.abort();
    };
  }, [slug, chip]);
  return { model, probabilities };
}

/** Looks at a chip that comes soon, so that its proposals are there at once. */
export function prefetchProposals(chip: ChipView): void {
  // a failure shows when the chip is opened
  if (shared?.state.kind === 'ready') shared.prefetch(chip).catch(() => undefined);
}
