import { UNLABELLED } from '@/lib/domain/label/cell-code';
import { disagreement, draftOf, reasonOf } from '@/lib/domain/review/disagreement';
import type { ReviewItem, ReviewList, ReviewQuery } from '@/lib/domain/review/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { chipViews } from '@/lib/server/chip/data';
import { deployedVersion, predictionOf } from '@/lib/server/proposal/data';
import { waitingChips } from '@/lib/server/review/data';

type Ranked = Omit<ReviewItem, 'chip'> & { id: string; number: number };

/** A page of the chips that wait for review, in the order asked for. */
export async function listReview(scope: ProjectScope, query: ReviewQuery): Promise<ReviewList> {
  const ranked = await rankWaiting(scope, query.order);
  const page = ranked.slice(query.cursor, query.cursor + query.limit);
  const views = await chipViews(
    scope,
    page.map((item) => item.id),
  );
  const byId = new Map(views.map((view) => [view.id, view]));
  const items = page.flatMap(({ id, number: _, ...item }) => {
    const chip = byId.get(id);
    return chip ? [{ chip, ...item }] : [];
  });
  const next = query.cursor + page.length;
  return next < ranked.length
    ? { items, total: ranked.length, nextCursor: next }
    : { items, total: ranked.length };
}

/** Number of the chip to review next, or null when none waits. */
export async function nextToReview(scope: ProjectScope): Promise<number | null> {
  const [first] = await rankWaiting(scope, 'disagreement');
  return first?.number ?? null;
}

/**
 * All chips that wait, most disagreement first, then those of which nothing is known, oldest first. One pass over the
 * labellings and probabilities of waiting chips; only the figures are kept.
 */
async function rankWaiting(scope: ProjectScope, order: ReviewQuery['order']): Promise<Ranked[]> {
  const model = await deployedVersion(scope.projectId);
  const ranked: Ranked[] = [];
  for await (const chip of waitingChips(scope.projectId, model?.id ?? null)) {
    const prediction = predictionOf(model, chip.probs, chip.cells);
    const opinion = model && prediction && { prediction, thresholds: model.thresholds };
    const compared = disagreement(chip.labellings, chip.cells, opinion);
    ranked.push({
      id: chip.id,
      number: chip.number,
      labelers: chip.labelers,
      submittedAt: chip.submittedAt?.toISOString() ?? null,
      score: compared.score,
      reason: reasonOf(compared, model?.name ?? null),
      counts: countCodes(draftOf(chip.labellings, chip.cells)),
    });
  }
  return ranked.sort((a, b) => (order === 'oldest' ? 0 : byScore(a, b)) || byAge(a, b));
}

function byScore(a: Ranked, b: Ranked): number {
  return (b.score ?? -1) - (a.score ?? -1);
}

function byAge(a: Ranked, b: Ranked): number {
  const [x, y] = [a.submittedAt ?? '', b.submittedAt ?? ''];
  return x < y ? -1 : x > y ? 1 : a.number - b.number;
}

function countCodes(labelling: Uint8Array): ReviewItem['counts'] {
  const counts = new Map<number, number>();
  for (const code of labelling) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts]
    .filter(([code]) => code !== UNLABELLED)
    .sort(([a], [b]) => a - b)
    .map(([code, cells]) => ({ code, cells }));
}
