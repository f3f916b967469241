import { centred, dot, meanOf } from '@/lib/domain/proposal/vectors';

/** A chip that the model has scored: its uncertainty and, where there is one, its embedding. */
export interface ScoredChip {
  readonly id: string;
  readonly uncertainty: number;
  readonly embedding: Float32Array | null;
}

export interface DiversePick {
  readonly id: string;
  /** whether the uncertainty or the distance decided */
  readonly reason: 'uncertain' | 'diverse';
}

/**
 * Chooses `count` candidates one after the other: each time the largest uncertainty x distance to the nearest chip that was
 * handed out lately or chosen before it (farthest first, weighted by uncertainty). Uncertainty alone asks for the same hard thing
 * again and again, distance alone for oddities. Distance is 1 - cosine around the candidates' mean; a chip without an embedding counts as far.
 */
export function diversePicks(
  candidates: readonly ScoredChip[],
  recent: readonly Float32Array[],
  count: number,
): DiversePick[] {
  const middle = meanOf(candidates.flatMap((c) => (c.embedding ? [c.embedding] : [])));
  const vectors = candidates.map((c) => c.embedding && centred(c.embedding, middle));
  const nearest = candidates.map(() => 2);
  const draw = (to: Float32Array): void => {
    for (const [i, vector] of vectors.entries()) {
      if (vector) nearest[i] = Math.min(nearest[i] ?? 2, 1 - dot(vector, to));
    }
  };
  for (const vector of recent) if (vector.length === middle.length) draw(centred(vector, middle));
  const left = new Set(candidates.keys());
  const picks: DiversePick[] = [];
  while (picks.length < count && left.size > 0) {
    const best = argmax(left, (i) => (candidates[i]?.uncertainty ?? 0) * (nearest[i] ?? 2));
    const surest = argmax(left, (i) => candidates[i]?.uncertainty ?? 0);
    const chosen = candidates[best];
    if (!chosen) break;
    left.delete(best);
    // close to the largest uncertainty that was to be had: the uncertainty would have chosen it too
    const byUncertainty = chosen.uncertainty >= 0.9 * (candidates[surest]?.uncertainty ?? 0);
    picks.push({ id: chosen.id, reason: byUncertainty ? 'uncertain' : 'diverse' });
    const vector = vectors[best];
    if (vector) draw(vector);
  }
  return picks;
}

function argmax(of: Iterable<number>, value: (i: number) => number): number {
  let [best, most] = [-1, -Infinity];
  for (const i of of) {
    const now = value(i);
    if (now > most) [best, most] = [i, now];
  }
  return best;
}
