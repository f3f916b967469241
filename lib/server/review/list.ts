import { UNLABELLED } from '@/lib/domain/label/cell-code';
import { draftOf, reasonOf } from '@/lib/domain/review/disagreement';
import type { ReviewCursor, ReviewItem, ReviewList, ReviewQuery } from '@/lib/domain/review/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { readChipCounts } from '@/lib/server/chip/counts/data';
import { chipViews } from '@/lib/server/chip/data';
import { deployedVersion } from '@/lib/server/proposal/data';
import { firstWaiting, readWaitingLabels, waitingPage } from '@/lib/server/review/waiting/data';
import type { WaitingPosition } from '@/lib/server/review/waiting/data';
import { compareLabels } from '@/lib/server/review/waiting/score';

/**
 * A page of the chips that wait for review: most disagreement first, then those of which nothing is known; or those first that
 * wait longest. The order is stored (table WaitingChip); only the page's own labels are read.
 */
export async function listReview(
  scope: ProjectScope,
  { order, cursor, limit }: ReviewQuery,
): Promise<ReviewList> {
  const { projectId } = scope;
  const [places, version, counts] = await Promise.all([
    waitingPage(projectId, order, cursor, limit + 1),
    deployedVersion(projectId),
    readChipCounts([projectId]),
  ]);
  const page = places.slice(0, limit);
  const ids = page.map((place) => place.chipId);
  const [views, labels] = await Promise.all([
    chipViews(scope, ids),
    readWaitingLabels(ids, version?.id ?? null),
  ]);
  const viewOf = new Map(views.map((view) => [view.id, view]));
  const labelsOf = new Map(labels.map((chip) => [chip.id, chip]));
  const items = page.flatMap(({ chipId, score, waitingSince }): ReviewItem[] => {
    const [view, chip] = [viewOf.get(chipId), labelsOf.get(chipId)];
    // it was reviewed a moment ago
    if (!view || !chip) return [];
    return [
      {
        chip: view,
        labelers: chip.labelers,
        submittedAt: waitingSince.toISOString(),
        score,
        reason: reasonOf(compareLabels(chip, version), version?.name ?? null),
        counts: countCodes(draftOf(chip.labellings, chip.cells)),
      },
    ];
  });
  const total = counts
    .filter((count) => count.status === 'SUBMITTED')
    .reduce((sum, { chips }) => sum + chips, 0);
  const last = page.at(-1);
  return last && places.length > limit
    ? { items, total, nextCursor: cursorOf(order, last) }
    : { items, total };
}

/** Number of the chip to review next, or null when none waits. */
export async function nextToReview(scope: ProjectScope): Promise<number | null> {
  return await firstWaiting(scope.projectId);
}

function cursorOf(
  order: ReviewQuery['order'],
  { score, waitingSince, number }: WaitingPosition,
): string {
  const key: ReviewCursor['key'] = order === 'oldest' ? waitingSince.getTime() : (score ?? -1);
  return `${String(key)}_${String(number)}`;
}

function countCodes(labelling: Uint8Array): ReviewItem['counts'] {
  const counts = new Map<number, number>();
  for (const code of labelling) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts]
    .filter(([code]) => code !== UNLABELLED)
    .sort(([a], [b]) => a - b)
    .map(([code, cells]) => ({ code, cells }));
}
