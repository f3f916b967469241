import { describe, expect, it, vi } from 'vitest';
import { loadModel, watchPrediction } from '@/components/label/chip-model';
import type { ModelSource } from '@/components/label/chip-model';
import { ApiProblem } from '@/lib/client/problem';
import { MessageError } from '@/lib/domain/error/message-error';
import type { ChipView } from '@/lib/domain/chip/schema';
import type { DeployedModelReply } from '@/lib/domain/model/schema';
import type { Prediction, Predictor, PredictorState } from '@/lib/ml/predictor';
import { deferred } from '@/tests/client/deferred';

const OFFLINE = new ApiProblem('The server cannot be reached.', { status: 0, code: 'offline' });

function replyOf(id: string): DeployedModelReply {
  const version = { id, name: id };
  return {
    version,
    manifestUrl: `/${id}`,
    test: null,
    thresholds: {},
  } as unknown as DeployedModelReply;
}

/** A predictor that notes what it is told. */
function predictorIn(kind: PredictorState['kind']) {
  return {
    state: { kind } as PredictorState,
    load: vi.fn<Predictor['load']>(() => Promise.resolve()),
    none: vi.fn<Predictor['none']>(),
  };
}

/** A source whose answers the test gives, in the order in which they were asked for. */
function source(stored: DeployedModelReply | null = null) {
  const asked: ReturnType<typeof deferred<DeployedModelReply>>[] = [];
  const from: ModelSource = {
    fetch: () => {
      const answer = deferred<DeployedModelReply>();
      asked.push(answer);
      return answer.promise;
    },
    stored: () => stored,
    store: vi.fn(),
  };
  return { from, asked };
}

describe('loading the model of a project', () => {
  it('loads what the later of two overlapping calls was answered, whichever answer comes first', async () => {
    const predictor = predictorIn('idle');
    const { from, asked } = source();
    const told = vi.fn();
    const first = new AbortController();
    const loads = [loadModel(predictor, from, first.signal, told)];
    // the next chip is on screen
    first.abort();
    loads.push(loadModel(predictor, from, new AbortController().signal, told));
    asked[1]?.resolve(replyOf('new'));
    asked[0]?.resolve(replyOf('old'));
    await Promise.all(loads);
    expect(predictor.load.mock.calls).toEqual([['/new', 'new', null]]);
    expect(told).toHaveBeenCalledExactlyOnceWith(replyOf('new'));
  });

  it('says nothing of a failure after the page was left', async () => {
    const predictor = predictorIn('idle');
    const { from, asked } = source(replyOf('before'));
    const page = new AbortController();
    const load = loadModel(predictor, from, page.signal, vi.fn());
    page.abort();
    asked[0]?.reject(OFFLINE);
    await load;
    expect(predictor.none).not.toHaveBeenCalled();
    expect(predictor.load).not.toHaveBeenCalled();
  });

  it('goes on without a network: with the model that is loaded, else with the one of last time', async () => {
    const { signal } = new AbortController();
    const { from, asked } = source(replyOf('before'));
    const ready = predictorIn('ready');
    const idle = predictorIn('idle');
    const loads = [ready, idle].map((predictor) => loadModel(predictor, from, signal, vi.fn()));
    for (const answer of asked) answer.reject(OFFLINE);
    await Promise.all(loads);
    expect(ready.load).not.toHaveBeenCalled();
    expect(ready.none).not.toHaveBeenCalled();
    expect(idle.load).toHaveBeenCalledExactlyOnceWith('/before', 'before', null);
  });

  it('says why there is none where the server refused, whatever was stored', async () => {
    const predictor = predictorIn('idle');
    const { from, asked } = source(replyOf('before'));
    const load = loadModel(predictor, from, new AbortController().signal, vi.fn());
    asked[0]?.reject(new ApiProblem('No such project', { status: 404, code: 'not_found' }));
    await load;
    expect(predictor.none).toHaveBeenCalledExactlyOnceWith({
      key: 'browserModel.notKnown',
      values: { detail: 'No such project' },
    });
    expect(predictor.load).not.toHaveBeenCalled();
  });
});

describe('the prediction of a chip', () => {
  const chip = { id: 'a' } as ChipView;
  const prediction = { values: new Float32Array(1) } as unknown as Prediction;

  /** Asks, and hands out what answers. */
  function watch() {
    const answer = deferred<Prediction>();
    const signals: AbortSignal[] = [];
    const on = { found: vi.fn(), failed: vi.fn() };
    const stop = watchPrediction(
      {
        predict: (_chip, signal) => {
          if (signal) signals.push(signal);
          return answer.promise;
        },
      },
      chip,
      on,
    );
    return { answer, signals, on, stop };
  }

  it('is told, and a failure with its message', async () => {
    const [good, bad] = [watch(), watch()];
    good.answer.resolve(prediction);
    bad.answer.reject(new MessageError('browserModel.pictureDamaged'));
    await vi.waitFor(() => {
      expect(good.on.found).toHaveBeenCalledExactlyOnceWith(prediction);
      expect(bad.on.failed).toHaveBeenCalledExactlyOnceWith({
        key: 'browserModel.pictureDamaged',
        values: {},
      });
    });
  });

  it('is not told once the next chip is on screen: neither an answer nor a failure that comes late', async () => {
    const [good, bad] = [watch(), watch()];
    for (const { stop } of [good, bad]) stop();
    expect([...good.signals, ...bad.signals].map(({ aborted }) => aborted)).toEqual([true, true]);
    good.answer.resolve(prediction);
    bad.answer.reject(new Error('aborted'));
    await Promise.allSettled([good.answer.promise, bad.answer.promise]);
    // listeners of a promise run in their order: those of the watch have run by now
    expect(good.on.found).not.toHaveBeenCalled();
    expect(bad.on.failed).not.toHaveBeenCalled();
  });
});
