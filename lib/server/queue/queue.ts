import type { ChipKey } from '@/lib/domain/chip/schema';
import type {
  LeaseHeartbeatReply,
  LeaseHeartbeatRequest,
  LeaseView,
  EmptyReason,
  QueueReply,
  QueueRequest,
  QueueView,
  SkipReply,
  SkipRequest,
} from '@/lib/domain/queue/schema';
import { MAX_HELD } from '@/lib/domain/queue/schema';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { chipViews } from '@/lib/server/chip/data';
import { chipsByNumber, findLabelChip } from '@/lib/server/label/chip/data';
import { toLabellingView } from '@/lib/server/label/labelling/data';
import { assignmentsOf, labellingsOf } from '@/lib/server/queue/assignments/data';
import { truthLabellingsOf } from '@/lib/server/ground-truth/labelling/data';
import { practiceChips } from '@/lib/server/ground-truth/practice/next';
import { practicePlace } from '@/lib/server/ground-truth/practice/data';
import { countOpen, countPreferred, countQueue } from '@/lib/server/queue/counts/data';
import { holderOf } from '@/lib/server/queue/leases/data';
import { countAbandoned } from '@/lib/server/queue/reassign/data';
import { countScored } from '@/lib/server/proposal/inference/data';
import { preferenceOf, countReturned, filtersOf } from '@/lib/server/queue/preference/data';
import { requestScoringSoon } from '@/lib/server/proposal/inference/jobs';
import { recordAssignments } from '@/lib/server/queue/assignments/mutations';
import { endLeases, leaseSeconds } from '@/lib/server/queue/leases/mutations';
import { includeChip, insertSkip, removeSkip } from '@/lib/server/queue/skips/mutations';
import { openLooks } from '@/lib/server/second-look/data';
import { deployedVersion } from '@/lib/server/proposal/data';
import { renewLeases, assignChips } from '@/lib/server/queue/assign';

/** The next chips for a person, leased to them, or why there are none. `draw` is a number from 0 to 1, for tests. */
export async function nextChips(
  scope: ProjectScope,
  person: Person,
  request: QueueRequest,
  draw: () => number = Math.random,
): Promise<QueueReply> {
  const practice = await practiceChips(scope, person.userId, request);
  const taken = practice ?? (await assignChips(scope, person.userId, request, draw));
  // the last answer that the model could not give is the sign to let it score more
  if (taken.fallback === 'not-scored') requestScoringSoon(scope);
  const ids = taken.chips.map((chip) => chip.id);
  const [views, labellings, truths, assignments] = await Promise.all([
    chipViews(scope, ids, person),
    labellingsOf(ids, person.userId),
    truthLabellingsOf(ids, person.userId),
    assignmentsOf(ids, person.userId),
  ]);
  const reasons = new Map(taken.chips.map((chip) => [chip.id, chip.reason]));
  return {
    items: views.map((chip) => ({
      chip,
      labelling: toLabellingView(chip, truths.get(chip.id) ?? labellings.get(chip.id) ?? null),
      reason: reasons.get(chip.id) ?? 'next',
      seconds: leaseSeconds(request.offlineSeconds),
      control: assignments.get(chip.id)?.control ?? false,
      practice: practice?.places.get(chip.id) ?? null,
    })),
    why:
      views.length >= request.count
        ? null
        : practice
          ? { code: 'practice' }
          : await whyFewer(scope, request, taken.full),
    fallback: taken.fallback,
  };
}

/** What a person can label next, with their preference and filters. */
export async function readQueue(scope: ProjectScope, person: Person): Promise<QueueView> {
  const { projectId } = scope;
  const query = { projectId, userId: person.userId, skip: [] };
  const [preference, filters, returned, version, open, [abandoned], looks] = await Promise.all([
    preferenceOf(projectId, person.userId),
    filtersOf(projectId, person.userId),
    countReturned(projectId, person.userId),
    deployedVersion(projectId),
    countOpen(query),
    countAbandoned([projectId], person.userId),
    openLooks(query, MAX_HELD),
  ]);
  const left = open.left + (abandoned?.count ?? 0) + looks.length;
  const narrow = preference.mode === 'area' || preference.mode === 'filter';
  const preferred = narrow ? await countPreferred(query, preference) : { left, more: false };
  return {
    preference,
    left,
    held: open.held,
    leftPreferred: preferred.left,
    morePreferred: preferred.more,
    returned,
    filters,
    model: version && { name: version.name, scored: await countScored(version.id) },
  };
}

/** Passes a chip over. */
export async function skipChip(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
  request: SkipRequest,
): Promise<SkipReply> {
  const chip = await findLabelChip(scope, key);
  return await insertSkip(chip.id, person.userId, request);
}

/** Takes a skip back. */
export async function unskipChip(scope: ProjectScope, person: Person, key: ChipKey): Promise<void> {
  const chip = await findLabelChip(scope, key);
  await removeSkip(chip.id, person.userId);
}

/** Puts an excluded chip back into everybody's queue. */
export async function includeExcludedChip(scope: ProjectScope, key: ChipKey): Promise<void> {
  const chip = await findLabelChip(scope, key);
  await includeChip(chip.id);
}

/**
 * A heartbeat for a chip: takes or keeps the lease. While somebody else holds it the reply names them; labels can be saved
 * all the same, for every person has a labelling of their own. Who holds as many chips as one person may works on without a lease.
 */
export async function heartbeatChip(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
): Promise<LeaseView> {
  const chip = await findLabelChip(scope, key);
  const mine = await renewLeases(scope.projectId, person.userId, [chip.id]);
  await recordAssignments(scope.projectId, person.userId, [{ id: chip.id, reason: null }]);
  const [assignments, practice] = await Promise.all([
    assignmentsOf([chip.id], person.userId),
    practicePlace(chip.id, person.userId),
  ]);
  return {
    seconds: leaseSeconds(),
    heldBy: mine.has(chip.id) ? null : await holderOf(chip.id),
    control: assignments.get(chip.id)?.control ?? false,
    practice,
  };
}

/** A heartbeat for many chips, each as in `heartbeatChip`. */
export async function heartbeatChips(
  scope: ProjectScope,
  person: Person,
  request: LeaseHeartbeatRequest,
): Promise<LeaseHeartbeatReply> {
  const chips = await chipsByNumber(scope, request.numbers);
  const ids = [...chips.values()];
  const mine = await renewLeases(scope.projectId, person.userId, ids, request.offlineSeconds);
  const held: number[] = [];
  const lost: LeaseHeartbeatReply['lost'] = [];
  for (const number of new Set(request.numbers)) {
    const id = chips.get(number);
    if (id !== undefined && mine.has(id)) held.push(number);
    else lost.push({ number, by: id === undefined ? null : ((await holderOf(id))?.name ?? null) });
  }
  return { held, lost };
}

/** Releases a chip before its lease runs out. */
export async function releaseChip(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
): Promise<void> {
  const chip = await findLabelChip(scope, key);
  await endLeases([chip.id], person.userId);
}

/** Releases chips by their numbers; numbers that are not the project's or not held are passed over. */
export async function releaseChips(
  scope: ProjectScope,
  person: Person,
  numbers: readonly number[],
): Promise<void> {
  const chips = await chipsByNumber(scope, numbers);
  await endLeases([...chips.values()], person.userId);
}

async function whyFewer(
  scope: ProjectScope,
  request: QueueRequest,
  full: boolean,
): Promise<EmptyReason> {
  if (full) return { code: 'full', most: MAX_HELD };
  if (request.mode === 'returned') return { code: 'noneReturned' };
  const { total, untouched, excluded, submitted, confirmed } = await countQueue(scope.projectId);
  if (total === 0) return { code: 'noImagery' };
  if (request.mode === 'area') return { code: 'noneInArea' };
  if (request.mode === 'filter') return { code: 'noneInFilter' };
  if (untouched > excluded) return { code: 'withOthers', count: untouched - excluded };
  const begun = total - confirmed - submitted - excluded;
  return { code: 'allLabelled', confirmed, submitted, begun, excluded };
}
