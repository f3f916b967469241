import type { ProjectId } from '@/lib/core/ids';
import { chooseWithClasses } from '@/lib/domain/ground-truth/choose';
import { PRACTICE_ROUNDS } from '@/lib/domain/ground-truth/schema';
import type { PracticePlace } from '@/lib/domain/ground-truth/schema';
import type { QueueRequest } from '@/lib/domain/queue/schema';
import type { ProjectScope } from '@/lib/server/auth/project-scope';
import type { Db } from '@/lib/server/db/client';
import { practiceChipsOf, practiceState } from '@/lib/server/ground-truth/practice/data';
import type { PracticeChip, PracticeState } from '@/lib/server/ground-truth/practice/data';
import { insertRound } from '@/lib/server/ground-truth/practice/mutations';
import { settleRound } from '@/lib/server/ground-truth/practice/settle';
import { practiceCandidates } from '@/lib/server/ground-truth/queue/data';
import { giveTruth } from '@/lib/server/ground-truth/queue/mutations';
import type { Assigned } from '@/lib/server/queue/assign';
import { recordAssignments } from '@/lib/server/queue/assignments/mutations';
import { withPersonLock } from '@/lib/server/queue/leases/mutations';

/**
 * The next practice chips of a labeler, whatever they chose to label: a new one practises before anything else. null: they do not
 * practise. No chips: they have all that are left of the round in hand.
 */
export async function practiceChips(
  { projectId, role }: ProjectScope,
  userId: string,
  request: Pick<QueueRequest, 'count' | 'skip'>,
  draw: () => number = Math.random,
): Promise<(Assigned & { places: ReadonlyMap<string, PracticePlace> }) | null> {
  if (role !== 'LABELER' || !mayPractise(await practiceState(projectId, userId))) return null;
  const open = await withPersonLock(projectId, userId, (tx) =>
    openRound(tx, projectId, userId, draw),
  );
  if (!open) return null;
  const { chips, of } = open;
  const left = chips.filter(({ number }) => !request.skip.includes(number));
  const given = left.slice(0, request.count);
  return {
    chips: given.map(({ id, number }) => ({ id, number, reason: 'next', truth: true })),
    places: new Map(given.map(({ id, place }) => [id, { place, of }])),
    ...{ fallback: null, full: false },
  };
}

/** As far as it can be said without looking at chips. */
function mayPractise({ chips, hasWorked, round, isEnded, passed }: PracticeState): boolean {
  if (chips === 0) return false;
  if (round === null) return !hasWorked;
  return !isEnded || (passed === false && round < PRACTICE_ROUNDS);
}

/** What is left of the person's round, beginning one where it is due; null: nothing is. The person's lock is held. */
async function openRound(
  tx: Db,
  projectId: ProjectId,
  userId: string,
  draw: () => number,
): Promise<{ chips: PracticeChip[]; of: number } | null> {
  // its last chip may have been skipped, or have gone with its picture
  await settleRound(tx, projectId, userId);
  const state = await practiceState(projectId, userId, tx);
  if (!mayPractise(state)) return null;
  const round = state.round === null || state.isEnded ? (state.round ?? 0) + 1 : state.round;
  if (round !== state.round) {
    const candidates = await practiceCandidates(projectId, userId, tx);
    const ids = chooseWithClasses(candidates, state.chips, draw).map(({ id }) => id);
    const given = await giveTruth(tx, { projectId, userId }, ids, round);
    // without chips nobody is kept from labelling
    if (given.size === 0) return null;
    await insertRound(tx, { projectId, userId, round });
    const chips = ids.map((id) => ({ id, reason: 'next' as const }));
    await recordAssignments(projectId, userId, chips, tx);
  }
  const all = (await practiceChipsOf(projectId, userId, tx)).filter((chip) => chip.round === round);
  return {
    chips: all.filter((chip) => chip.state === 'open'),
    of: Math.max(0, ...all.map(({ place }) => place)),
  };
}
