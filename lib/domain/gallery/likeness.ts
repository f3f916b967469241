import { centred, dot, meanOf } from '@/lib/domain/proposal/vectors';

/** Places of vectors by how unlike they are to one, the most alike first: cosine distance around their mean, as the queue's. */
export function byLikeness(vectors: readonly Float32Array[], to: Float32Array): number[] {
  const middle = meanOf(vectors);
  const target = centred(to, middle);
  const distance = vectors.map((vector) => 1 - dot(centred(vector, middle), target));
  return placesBy(distance);
}

/** Places of vectors by how far they are from their mean, the farthest first. */
export function byOutlying(vectors: readonly Float32Array[]): number[] {
  const middle = meanOf(vectors);
  const unit = centred(middle, new Float32Array(middle.length));
  const zero = new Float32Array(middle.length);
  return placesBy(vectors.map((vector) => dot(centred(vector, zero), unit)));
}

/** Places by a value, the smallest first; equal ones stay in their order. */
function placesBy(values: readonly number[]): number[] {
  return [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b);
}
