'use client';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { useKeyedState } from '@/components/editor/use-keyed';
import type { WorkbenchProject } from '@/components/workbench/types';
import { loadModel, watchPrediction } from '@/components/label/chip-model';
import type { ModelSource } from '@/components/label/chip-model';
import { tooLargeFor } from '@/components/label/model-fit';
import { storeLiveOn, storedLiveOn } from '@/components/label/stored-live';
import { storeModel, storedModel } from '@/components/label/stored-model';
import { api } from '@/lib/client/api';
import type { ChipView } from '@/lib/domain/chip/schema';
import type { ErrorMessage } from '@/lib/domain/error/message';
import { codeOfClass } from '@/lib/domain/label/cell-code';
import { DeployedModelReply } from '@/lib/domain/model/schema';
import type { Thresholds } from '@/lib/domain/proposal/thresholds';
import type { EditorPrediction } from '@/lib/editor/prediction';
import { createPredictor } from '@/lib/ml/client';
import type { Prediction, Predictor, PredictorState } from '@/lib/ml/predictor';

let shared: Predictor | null = null;

/** The tab's predictor: the worker stays warm from chip to chip. */
export function predictorOfTab(): Predictor {
  if (!shared) {
    shared = createPredictor();
    shared.setLive(storedLiveOn());
  }
  return shared;
}

/** Asking for a newer version can wait until the chip itself is there. */
const LATER_MS = 300;
const IDLE: PredictorState = { kind: 'idle' };

export interface ModelOfChip {
  model: PredictorState;
  prediction: EditorPrediction | null;
  /** what holds in the project, as the server said last */
  thresholds: Thresholds;
  /** why this chip has no proposals though there is a model; null: nothing is wrong */
  trouble: ErrorMessage | null;
  /** tells the live head what the person submitted */
  train: (
    cells: Uint8Array,
    options: Required<NonNullable<Parameters<Predictor['train']>[2]>>,
  ) => void;
}

/**
 * Loads the project's deployed model (the base model where none is: the live head learns on its embeddings), asking again with
 * every chip so that a version deployed meanwhile takes over, and gives the chip's probabilities when they are there, anew when
 * the live head has learnt. Nothing here blocks or fails labelling.
 */
export function useModel(project: WorkbenchProject, person: string, chip: ChipView): ModelOfChip {
  const { slug } = project;
  const [thresholds, setThresholds] = useState(project.thresholds);
  const [predictor, setPredictor] = useState<Predictor | null>(null);
  const [prediction, setPrediction] = useKeyedState<EditorPrediction | null>(chip.id, null);
  const [trouble, setTrouble] = useKeyedState<ErrorMessage | null>(chip.id, null);
  const model = useSyncExternalStore(
    (listener) => predictor?.subscribe(listener) ?? (() => undefined),
    () => predictor?.state ?? IDLE,
    () => IDLE,
  );
  const ready = model.kind === 'ready';

  useEffect(() => {
    const stop = new AbortController();
    const own = predictorOfTab();
    const classes = project.classes.map(({ index, name }) => ({ code: codeOfClass(index), name }));
    own.setScope({ person, project: slug, classes });
    // a model that is ready already looks at the chip first
    const wait = own.state.kind === 'ready' ? LATER_MS : 0;
    const timer = setTimeout(() => {
      const onReply = (reply: DeployedModelReply): void => {
        setThresholds(reply.thresholds);
      };
      // a failure is the predictor's state
      loadModel(own, sourceOf(slug), stop.signal, onReply).catch(() => undefined);
    }, wait);
    setPredictor(own);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [slug, person, chip, project.classes]);

  const revision = ready ? model.live?.revision : undefined;
  const choice = ready ? model.live?.choice : undefined;
  const [by, versionId] = [choice?.by, ready ? model.versionId : undefined];
  // asked all the same, it would only fail, chip after chip
  const fits = tooLargeFor(model, chip) === null;
  useEffect(() => {
    if (!predictor || !ready || !fits) return;
    return watchPrediction(predictor, chip, {
      found: (found) => {
        setTrouble(() => null);
        setPrediction(() => editorPrediction(found));
      },
      // a picture that cannot be read is said, and the model stays
      failed: (why) => {
        setTrouble(() => why);
      },
    });
  }, [predictor, ready, fits, chip, revision, by, versionId, setTrouble, setPrediction]);

  const train = useCallback<ModelOfChip['train']>(
    (cells, options) => {
      void predictor?.train(chip, cells, options);
    },
    [predictor, chip],
  );
  return { model, prediction, thresholds, trouble, train };
}

function sourceOf(slug: string): ModelSource {
  return {
    fetch: (signal) => api(DeployedModelReply, `/projects/${slug}/model`, { signal }),
    stored: () => storedModel(slug),
    store: (reply) => {
      storeModel(slug, reply);
    },
  };
}

function editorPrediction(found: Prediction): EditorPrediction | null {
  return found.values.length === 0 ? null : { ...found, withheld: found.withheld !== null };
}

/** Switches the live head on or off, here and for later visits. */
export function switchLive(on: boolean): void {
  storeLiveOn(on);
  predictorOfTab().setLive(on);
}

/** Looks at a chip that comes soon, so that its proposals are there at once. */
export function prefetchProposals(chip: ChipView): void {
  // a failure shows when the chip is opened
  if (shared?.state.kind === 'ready') shared.prefetch(chip).catch(() => undefined);
}
