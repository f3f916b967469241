import type { ProjectId } from '@/lib/core/ids';
import { isEmptyFilter } from '@/lib/domain/chip-filter/schema';
import { UNLABELLED } from '@/lib/domain/label/cell-code';
import { draftOf, reasonOf } from '@/lib/domain/review/disagreement';
import type {
  ReviewCursor,
  ReviewItem,
  ReviewListReply,
  ReviewQuery,
} from '@/lib/domain/review/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { countLabels } from '@/lib/server/chip-filter/data';
import type { BoundedCount } from '@/lib/server/chip-filter/data';
import { readChipCounts } from '@/lib/server/chip/counts/data';
import { chipViews } from '@/lib/server/chip/data';
import {
  countCorrections,
  firstCorrection,
  waitingCorrections,
} from '@/lib/server/correction/data';
import { deployedVersion } from '@/lib/server/proposal/data';
import { firstWaiting, readWaitingLabels, waitingPage } from '@/lib/server/review/waiting/data';
import type { WaitingPosition } from '@/lib/server/review/waiting/data';
import { compareLabels } from '@/lib/server/review/waiting/score';

/**
 * A page of the chips that wait for review and pass a filter: most suspected mistakes first, then those of which nothing is known; or those first of
 * which the model is unsure, or that wait longest. On the first page without a filter corrections of confirmed chips come before
 * them, at most `limit` of them. The order is stored (table WaitingChip); only the page's own labels are read.
 */
export async function listReview(
  scope: ProjectScope,
  { order, cursor, limit, ...filter }: ReviewQuery,
): Promise<ReviewListReply> {
  const { projectId } = scope;
  const all = isEmptyFilter(filter);
  const [places, version, { count: total, more }, corrections] = await Promise.all([
    waitingPage(projectId, filter, order, cursor, limit + 1),
    deployedVersion(projectId),
    all ? countAll(projectId) : countLabels(projectId, 'waiting', filter),
    all && cursor === undefined ? waitingCorrections(projectId, limit) : [],
  ]);
  const page = places.slice(0, limit);
  const ids = page.map((place) => place.chipId);
  const [views, labels] = await Promise.all([
    chipViews(scope, ids),
    readWaitingLabels(ids, version?.id ?? null),
  ]);
  const viewOf = new Map(views.map((view) => [view.id, view]));
  const labelsOf = new Map(labels.map((chip) => [chip.id, chip]));
  const items = page.flatMap(({ chipId, score, uncertainty, waitingSince }): ReviewItem[] => {
    const [view, chip] = [viewOf.get(chipId), labelsOf.get(chipId)];
    // it was reviewed a moment ago
    if (!view || !chip) return [];
    return [
      {
        chip: view,
        labelers: chip.labelers,
        submittedAt: waitingSince.toISOString(),
        score,
        uncertainty,
        reason: reasonOf(compareLabels(chip, version), version?.name ?? null),
        counts: countCodes(draftOf(chip.labellings, chip.cells)),
        correction: null,
      },
    ];
  });
  items.unshift(...(await correctionItems(scope, corrections)));
  const last = page.at(-1);
  return last && places.length > limit
    ? { items, total, more, nextCursor: cursorOf(order, last) }
    : { items, total, more };
}

/** Chips that wait, and confirmed ones of which a correction is asked for. */
async function countAll(projectId: ProjectId): Promise<BoundedCount> {
  const [counts, asked] = await Promise.all([
    readChipCounts([projectId]),
    countCorrections([projectId]),
  ]);
  const waiting = counts.filter((one) => one.status === 'SUBMITTED');
  const count = waiting.reduce((sum, { chips }) => sum + chips, asked.get(projectId) ?? 0);
  return { count, more: false };
}

/** Number of the chip to review next, or null when none waits. */
export async function nextToReview(scope: ProjectScope): Promise<number | null> {
  return (await firstCorrection(scope.projectId)) ?? (await firstWaiting(scope.projectId));
}

/** Confirmed chips of which somebody asks for a correction: their labels count already, so they come first in every order. */
async function correctionItems(
  scope: ProjectScope,
  corrections: Awaited<ReturnType<typeof waitingCorrections>>,
): Promise<ReviewItem[]> {
  const views = await chipViews(
    scope,
    corrections.map(({ chipId }) => chipId),
  );
  const viewOf = new Map(views.map((view) => [view.id, view]));
  return corrections.flatMap(({ chipId, ...correction }) => {
    const chip = viewOf.get(chipId);
    if (!chip) return [];
    const counts = countCodes(Uint8Array.from(correction.changes, ({ after }) => after));
    return [
      {
        ...{ chip, counts, correction, labelers: [correction.by] },
        ...{ submittedAt: correction.askedAt, score: null, uncertainty: null },
        reason: NO_REASON,
      },
    ];
  });
}

/** A correction speaks for itself. */
const NO_REASON: ReviewItem['reason'] = {
  ...{ differ: 0, shared: 0, model: null, against: 0, compared: 0, surest: null },
};

function cursorOf(
  order: ReviewQuery['order'],
  { score, uncertainty, waitingSince, number }: WaitingPosition,
): string {
  const keys: Record<ReviewQuery['order'], ReviewCursor['key']> = {
    disagreement: score ?? -1,
    uncertainty: uncertainty ?? -1,
    oldest: waitingSince.getTime(),
  };
  return `${String(keys[order])}_${String(number)}`;
}

function countCodes(labelling: Uint8Array): ReviewItem['counts'] {
  const counts = new Map<number, number>();
  for (const code of labelling) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts]
    .filter(([code]) => code !== UNLABELLED)
    .sort(([a], [b]) => a - b)
    .map(([code, cells]) => ({ code, cells }));
}
