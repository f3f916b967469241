import type { QueueRequest } from '@/lib/domain/queue/schema';
import { truthCandidates, truthPercent } from '@/lib/server/ground-truth/queue/data';
import type { Chosen } from '@/lib/server/queue/choose';
import type { QueueCandidate, QueueQuery } from '@/lib/server/queue/open/data';

/** Whether ground truth chips come among the chips of this request: an area or a filter would tell them from the others. */
export function takesTruth({ mode }: Pick<QueueRequest, 'mode'>): boolean {
  return mode === 'recommended' || mode === 'sequential';
}

/**
 * Ground truth chips for a labeler, each in the place of one of `others` other chips by the project's share, with that place. Where no other
 * chip is left there is none: the queue does not go on with them alone.
 */
export async function chooseTruth(
  query: QueueQuery,
  request: Pick<QueueRequest, 'mode'>,
  { others, fallback }: { others: number; fallback: Chosen['fallback'] },
  draw: () => number,
): Promise<{ candidate: QueueCandidate; place: number }[]> {
  if (others === 0 || !takesTruth(request)) return [];
  const percent = await truthPercent(query.projectId);
  if (percent === 0) return [];
  const places = Array.from({ length: others }, (_, place) => place).filter(
    () => draw() * 100 < percent,
  );
  if (places.length === 0) return [];
  const chips = await truthCandidates(query, places.length);
  // as the chips say that are drawn at random
  const reason =
    request.mode === 'sequential'
      ? 'next'
      : fallback === 'few-labels' || fallback === 'no-model'
        ? 'random'
        : 'check';
  return chips.map((chip, i) => ({
    candidate: { ...chip, reason, truth: true },
    place: places[i] ?? 0,
  }));
}
