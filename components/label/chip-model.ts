import { ApiProblem } from '@/lib/client/problem';
import type { ErrorMessage } from '@/lib/domain/error/message';
import { MessageError } from '@/lib/domain/error/message-error';
import type { ChipView } from '@/lib/domain/chip/schema';
import type { DeployedModelReply } from '@/lib/domain/model/schema';
import type { Prediction, Predictor } from '@/lib/ml/predictor';

// What a page does with the model of its project, without React: replies may come late, or after the page went on.

/** Where the answer to "which model has the project?" comes from. */
export interface ModelSource {
  /** asks the server; may throw ApiProblem */
  fetch(signal: AbortSignal): Promise<DeployedModelReply>;
  /** what it answered last, out of the browser's own store */
  stored(): DeployedModelReply | null;
  store(reply: DeployedModelReply): void;
}

/**
 * Loads what the project has. Where the server cannot be asked, a model that is loaded stays in use; else it is the one that
 * the project had last. After an abort nothing happens any more: a later call decides.
 */
export async function loadModel(
  predictor: Pick<Predictor, 'state' | 'load' | 'none'>,
  source: ModelSource,
  signal: AbortSignal,
  onReply: (reply: DeployedModelReply) => void,
): Promise<void> {
  let reply: DeployedModelReply;
  try {
    reply = await source.fetch(signal);
    source.store(reply);
  } catch (error) {
    const loaded = predictor.state.kind === 'ready' || predictor.state.kind === 'loading';
    if (signal.aborted || loaded) return;
    const stored = error instanceof ApiProblem && error.code === 'offline' ? source.stored() : null;
    if (!stored) {
      predictor.none(
        error instanceof ApiProblem
          ? { key: 'browserModel.notKnown', values: { detail: error.message } }
          : MessageError.of(error).text,
      );
      return;
    }
    reply = stored;
  }
  if (signal.aborted) return;
  onReply(reply);
  if (reply.version) await predictor.load(reply.manifestUrl, reply.version.id, reply.test);
  else if (reply.base) await predictor.load(reply.base.manifestUrl, reply.base.id);
  else predictor.none(reply.why);
}

/** Asks for a chip's prediction. Returns what stops it: what comes after that, an answer or a failure, is not told. */
export function watchPrediction(
  predictor: Pick<Predictor, 'predict'>,
  chip: ChipView,
  on: { found: (prediction: Prediction) => void; failed: (why: ErrorMessage) => void },
): () => void {
  const stop = new AbortController();
  predictor.predict(chip, stop.signal).then(
    (prediction) => {
      if (!stop.signal.aborted) on.found(prediction);
    },
    (error: unknown) => {
      // an abandoned chip is no failure
      if (!stop.signal.aborted) on.failed(MessageError.of(error).text);
    },
  );
  return () => {
    stop.abort();
  };
}
