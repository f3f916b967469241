// One step of the live head in the browser's own thread of work (Node here: the same code, the same engine of scripts): 64 new cells
// with 640 and 6,400 old ones, 1,232 features. Embeddings are drawn: correlated, as a network's are, with labels that they can tell.
import { atMost, printRow } from '@/bench/row';
import { personalThreshold } from '@/lib/domain/proposal/thresholds';
import { Learner } from '@/lib/ml/live/learner';
import { forgetfulLiveStore } from '@/lib/ml/live/store';
import { Scheduler } from '@/lib/ml/live/scheduler';

const FEATURES = 1232;
const CELLS = 64;
const HIDDEN = 40;
const REPEATS = 5;

/** Reproducible numbers from -1 to 1. */
function generator(start: number): () => number {
  let seed = start;
  return () => {
    seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return seed / 2 ** 31 - 1;
  };
}

const draw = generator(1);
const mixing = Float32Array.from({ length: HIDDEN * FEATURES }, draw);

/** A chip's embeddings, mixtures of some hidden numbers, and its codes: absent or one of `classes` by the hidden numbers. */
function chipOf(classes: number): { embedding: Float32Array; cells: Uint8Array } {
  const embedding = new Float32Array(CELLS * FEATURES);
  const cells = new Uint8Array(CELLS);
  for (let cell = 0; cell < CELLS; cell += 1) {
    const hidden = Float32Array.from({ length: HIDDEN }, draw);
    for (let f = 0; f < FEATURES; f += 1) {
      let x = 0.3 * draw();
      for (let h = 0; h < HIDDEN; h += 1) x += (hidden[h] ?? 0) * (mixing[h * FEATURES + f] ?? 0);
      embedding[cell * FEATURES + f] = Math.max(0, x);
    }
    const scores = [...hidden.slice(0, classes + 1)].map((value) => value + 0.4 * draw());
    const best = scores.indexOf(Math.max(...scores));
    cells[cell] = best === 0 ? 1 : 15 + best;
  }
  return { embedding, cells };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

async function measure(classes: number, old: number): Promise<{ step: number; similar: number }> {
  const scheduler = new Scheduler();
  const learner = new Learner({
    store: forgetfulLiveStore,
    pause: () => scheduler.pause(),
    onState: () => undefined,
  });
  learner.setScope({ person: 'p', project: 'p', classes: [] });
  learner.use({
    ...{ versionId: null, backbone: 'b', features: FEATURES, outputs: [], head: null, test: null },
  });
  let number = 0;
  const trainOne = async (): Promise<number> => {
    number += 1;
    const chip = { id: String(number), number, imageUrl: '', rows: 8, cols: 8, cellPx: 48 };
    const thresholds = personalThreshold(0.5);
    const step = { ...chipOf(classes), chip, thresholds, shown: true, actions: null };
    const start = performance.now();
    await learner.train(step, null);
    return performance.now() - start;
  };
  while (number * CELLS < old) await trainOne();
  const steps: number[] = [];
  const searches: number[] = [];
  for (let i = 0; i < REPEATS; i += 1) {
    steps.push(await trainOne());
    const { embedding } = chipOf(classes);
    const start = performance.now();
    learner.similar(embedding.subarray(0, FEATURES), 8, '');
    searches.push(performance.now() - start);
  }
  return { step: median(steps), similar: median(searches) };
}

function print(name: string, value: number, most: number | null): void {
  printRow({ name, value: Math.round(value), unit: 'ms', ...atMost(value, most, 'ms') });
}

const small = await measure(1, 640);
print('live head, 64 new cells with 640 old ones, one class', small.step, 300);
const large = await measure(1, 6400);
print('live head, 64 new cells with 6,400 old ones, one class', large.step, 1000);
print(
  'live head, 64 new cells with 640 old ones, seven classes',
  (await measure(7, 640)).step,
  300,
);
print(
  'live head, 64 new cells with 6,400 old ones, seven classes',
  (await measure(7, 6400)).step,
  1000,
);
const full = await measure(1, 9728);
print('eight most similar of 10,000 labelled cells', full.similar, 30);
