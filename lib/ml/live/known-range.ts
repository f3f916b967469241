import type { Block, Scale } from '@/lib/ml/live/fit';

/** How far labelled cells lie from their mean, so that one can tell of a cell whether anything like it is known. */
export interface KnownRange {
  readonly mean: Float64Array;
  /** by feature, one over its squared spread */
  readonly weights: Float64Array;
  /** the squared distance that 19 in 20 known cells do not exceed */
  readonly reach: number;
}

/** The newest cells that are measured. */
const MEASURED_CELLS = 320;
const WITHIN = 0.95;
/** A feature that hardly ever changed says little by changing: none counts as if its spread were smaller than this part of the median. */
const LEAST_SPREAD = 0.25;

/** The range of labelled cells. */
export function knownRange(blocks: readonly Block[], { mean, spread }: Scale): KnownRange {
  const least = LEAST_SPREAD * (spread.toSorted()[spread.length >> 1] ?? 0);
  const weights = spread.map((value) => 1 / Math.max(value, least) ** 2);
  const range = { mean, weights };
  const distances: number[] = [];
  for (const { embedding } of blocks.toReversed()) {
    distances.push(...squaredDistances(embedding, range));
    if (distances.length >= MEASURED_CELLS) break;
  }
  distances.sort((a, b) => a - b);
  return { ...range, reach: distances[Math.floor(WITHIN * (distances.length - 1))] ?? 0 };
}

/** How unlike what is known each cell is: 1 within the reach, beyond it how many times as far (squared) it lies. */
export function unlikeness(embedding: Float32Array, range: KnownRange): Float32Array {
  return squaredDistances(embedding, range).map((distance) =>
    Math.max(1, distance / Math.max(Number.MIN_VALUE, range.reach)),
  );
}

function squaredDistances(
  embedding: Float32Array,
  { mean, weights }: Pick<KnownRange, 'mean' | 'weights'>,
): Float32Array {
  const features = mean.length;
  return Float32Array.from({ length: embedding.length / features }, (_, cell) => {
    let sum = 0;
    for (let f = 0; f < features; f += 1) {
      const away = (embedding[cell * features + f] as number) - (mean[f] as number);
      sum += away * away * (weights[f] as number);
    }
    return sum;
  });
}
