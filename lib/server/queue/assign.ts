import type { ProjectId } from '@/lib/core/ids';
import type { QueueRequest } from '@/lib/domain/queue/schema';
import { MAX_HELD } from '@/lib/domain/queue/schema';
import type { ProjectScope } from '@/lib/server/auth/project-scope';
import { chooseTruth, takesTruth } from '@/lib/server/ground-truth/queue/choose';
import { openTruth, truthAmong } from '@/lib/server/ground-truth/queue/data';
import { giveTruth } from '@/lib/server/ground-truth/queue/mutations';
import { recordAssignments } from '@/lib/server/queue/assignments/mutations';
import { heldChips, labelledChips } from '@/lib/server/queue/candidates/data';
import { chooseChips } from '@/lib/server/queue/choose';
import type { Chosen } from '@/lib/server/queue/choose';
import { countHeld, heldOf, takenByOthers } from '@/lib/server/queue/leases/data';
import { looksLeft } from '@/lib/server/second-look/data';
import { chooseLooks } from '@/lib/server/queue/looks';
import { leaseChips, withPersonLock, withQueueLock } from '@/lib/server/queue/leases/mutations';
import type { QueueCandidate } from '@/lib/server/queue/open/data';
import { takeOver } from '@/lib/server/queue/reassign/mutations';

export interface Assigned extends Omit<Chosen, 'spare'> {
  /** the person holds as many chips as anybody may */
  full: boolean;
}

/**
 * Chooses chips for a person and leases them. The choice is made before the project's lock is taken, which is then held for a few
 * short statements only; where others took a chosen chip in between, a spare one takes its place, and without one the choice is
 * made anew under the lock: of any number of people asking at once nobody goes without as long as there are chips.
 */
export async function assignChips(
  { projectId, role }: Pick<ProjectScope, 'projectId' | 'role'>,
  userId: string,
  request: QueueRequest,
  draw: () => number,
): Promise<Assigned> {
  const query = { projectId, userId, skip: request.skip };
  // who sees the reviewed labels of all chips is not tested on them
  const isTested = role === 'LABELER' && takesTruth(request);
  const [labelled, begun, held] = await Promise.all([
    labelledChips(query, request, request.count),
    isTested ? openTruth(query, request.count) : [],
    isForUntouched(request) ? heldChips(query, request, request.count) : [],
  ]);
  const known = [...labelled, ...begun, ...held].slice(0, request.count);
  const wanted = isForUntouched(request) ? request.count - known.length : 0;
  const before = { ...query, skip: [...request.skip, ...known.map((chip) => chip.number)] };
  const looks = await chooseLooks(before, request, wanted, draw);
  const untouched = wanted - looks.mixed.length;
  const first =
    untouched > 0 ? await chooseChips(before, { ...request, count: untouched }, draw) : NOTHING;
  const { fallback: asked } = first;
  const others = Math.min(untouched, first.chips.length);
  const truths = isTested
    ? await chooseTruth(before, request, { others, fallback: asked }, draw)
    : [];
  return await withQueueLock(projectId, userId, async (tx) => {
    const room = Math.max(0, MAX_HELD - (await countHeld(tx, projectId, userId)));
    const open = [...looks.mixed, ...looks.rest];
    const left =
      open.length > 0
        ? await looksLeft(
            tx,
            userId,
            open.map(({ id }) => id),
          )
        : NONE;
    const mixed = looks.mixed.filter(({ id }) => left.has(id)).slice(0, room);
    const wantedTruths = truths.slice(0, Math.max(0, room - mixed.length));
    const given = await giveTruth(
      tx,
      { projectId, userId },
      wantedTruths.map(({ candidate }) => candidate.id),
    );
    const tests = wantedTruths.filter(({ candidate }) => given.has(candidate.id));
    const most = Math.min(wanted, room) - mixed.length - tests.length;
    const candidates = [...first.chips, ...first.spare];
    const gone = await takenByOthers(tx, userId, candidates);
    const fresh = candidates.filter((chip) => !gone.has(chip.id)).slice(0, most);
    let fallback = first.fallback;
    const short = Math.min(most, first.chips.length) - fresh.length;
    if (short > 0) {
      const skip = [...before.skip, ...candidates.map((chip) => chip.number)];
      const again = await chooseChips({ ...before, skip }, { ...request, count: short }, draw, tx);
      fresh.push(...again.chips);
      fallback ??= again.fallback;
    }
    // without untouched chips the rest of what waits for a second person comes
    const rest = looks.rest.filter(({ id }) => left.has(id)).slice(0, most - fresh.length);
    const amongFresh: QueueCandidate[] = [...fresh];
    for (const { candidate, place } of tests) amongFresh.splice(place, 0, candidate);
    const chosen = [...known, ...mixed, ...amongFresh, ...rest];
    // a heartbeat of somebody who opened one of these by its number may come first all the same
    const ids = chosen.filter(({ truth }) => truth !== true).map((chip) => chip.id);
    const mine = await leaseChips(ids, userId, request.offlineSeconds, tx);
    const chips = chosen.filter((chip) => chip.truth === true || mine.has(chip.id));
    const reassigned = chips.filter(({ reason }) => reason === 'reassigned');
    if (reassigned.length > 0)
      await takeOver(
        reassigned.map(({ id }) => id),
        userId,
        tx,
      );
    await recordAssignments(projectId, userId, chips, tx);
    return { chips, fallback, full: chips.length < request.count && room < wanted };
  });
}

const NOTHING: Chosen = { chips: [], spare: [], fallback: null };
const NONE: ReadonlySet<string> = new Set();

/**
 * A heartbeat for chips: prolongs what the person holds, and takes what nobody holds as long as they have room for it.
 * Returns the chips that are theirs now.
 */
export async function renewLeases(
  projectId: ProjectId,
  userId: string,
  chipIds: readonly string[],
  offlineSeconds?: number,
): Promise<Set<string>> {
  return await withPersonLock(projectId, userId, async (tx) => {
    const truths = await truthAmong(tx, chipIds, userId);
    const mine = await heldOf(tx, chipIds, userId);
    const room = Math.max(0, MAX_HELD - (await countHeld(tx, projectId, userId)));
    const others = chipIds.filter((id) => !mine.has(id) && !truths.has(id)).slice(0, room);
    const leased = await leaseChips([...mine, ...others], userId, offlineSeconds, tx);
    return new Set([...leased, ...truths]);
  });
}

function isForUntouched(request: QueueRequest): boolean {
  if (request.mode === 'filter') return request.filter?.status === 'untouched';
  return request.mode !== 'returned';
}
