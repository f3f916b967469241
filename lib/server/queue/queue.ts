import type { ChipKey } from '@/lib/domain/chip/schema';
import type {
  HoldReply,
  HoldRequest,
  LeaseView,
  QueueLack,
  QueueReply,
  QueueRequest,
  QueueView,
  SkipReply,
  SkipRequest,
} from '@/lib/domain/queue/schema';
import { MAX_HELD, QueueWanted } from '@/lib/domain/queue/schema';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { chipViews } from '@/lib/server/chip/data';
import { chipsByNumber, findLabelChip, toLabellingView } from '@/lib/server/label/data';
import {
  championOf,
  countLookedAt,
  countOpen,
  countQueue,
  handoutsOf,
  holderOf,
  labellingsOf,
} from '@/lib/server/queue/data';
import { choiceOf, countReturned, filtersOf } from '@/lib/server/queue/kept/data';
import { lookAhead } from '@/lib/server/queue/look';
import {
  insertSkip,
  leaseSeconds,
  putBack,
  recordHandouts,
  releaseChips,
  removeSkip,
} from '@/lib/server/queue/mutations';
import { prolongChips, takeChips } from '@/lib/server/queue/take';

/** The next chips for a person, leased to them, or why there are none. `draw` is a number from 0 to 1, for tests. */
export async function nextChips(
  scope: ProjectScope,
  person: Person,
  wanted: QueueRequest,
  draw: () => number = Math.random,
): Promise<QueueReply> {
  const taken = await takeChips(scope.projectId, person.userId, wanted, draw);
  // the last answer that the model could not give is the sign to let it look at more
  if (taken.fallback === 'not-looked-at') await lookAhead(scope, null);
  const ids = taken.chips.map((chip) => chip.id);
  const [views, labellings, handouts] = await Promise.all([
    chipViews(scope, ids),
    labellingsOf(ids, person.userId),
    handoutsOf(ids, person.userId),
  ]);
  const reasons = new Map(taken.chips.map((chip) => [chip.id, chip.reason]));
  return {
    items: views.map((chip) => ({
      chip,
      labelling: toLabellingView(chip, labellings.get(chip.id) ?? null),
      reason: reasons.get(chip.id) ?? 'next',
      seconds: leaseSeconds(wanted.hold),
      blind: handouts.get(chip.id)?.blind ?? false,
    })),
    why: views.length < wanted.count ? await whyFewer(scope, wanted, taken.full) : null,
    fallback: taken.fallback,
  };
}

/** What a person can label next, with their choice and filters. */
export async function readQueue(scope: ProjectScope, person: Person): Promise<QueueView> {
  const { projectId } = scope;
  const asking = { projectId, userId: person.userId, skip: [] };
  const [wanted, filters, returned, version, left] = await Promise.all([
    choiceOf(projectId, person.userId),
    filtersOf(projectId, person.userId),
    countReturned(projectId, person.userId),
    championOf(projectId),
    countOpen(asking, QueueWanted.parse({})),
  ]);
  const narrow = wanted.mode === 'area' || wanted.mode === 'filter';
  return {
    wanted,
    left,
    leftWanted: narrow ? await countOpen(asking, wanted) : left,
    returned,
    filters,
    model: version && { name: version.name, lookedAt: await countLookedAt(version.id) },
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

/** Puts a chip that was set aside back into everybody's queue. */
export async function putChipBack(scope: ProjectScope, key: ChipKey): Promise<void> {
  const chip = await findLabelChip(scope, key);
  await putBack(chip.id);
}

/**
 * A sign of life for a chip: takes or keeps the lease. While somebody else holds it the reply names them; labels can be saved
 * all the same, for every person has a labelling of their own. Who holds as many chips as one person may works on without a lease.
 */
export async function keepChip(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
): Promise<LeaseView> {
  const chip = await findLabelChip(scope, key);
  const mine = await prolongChips(scope.projectId, person.userId, [chip.id]);
  await recordHandouts(scope.projectId, person.userId, [{ id: chip.id, reason: null }]);
  const handouts = await handoutsOf([chip.id], person.userId);
  return {
    seconds: leaseSeconds(),
    heldBy: mine.has(chip.id) ? null : await holderOf(chip.id),
    blind: handouts.get(chip.id)?.blind ?? false,
  };
}

/** A sign of life for many chips, each as in `keepChip`. */
export async function keepChips(
  scope: ProjectScope,
  person: Person,
  request: HoldRequest,
): Promise<HoldReply> {
  const chips = await chipsByNumber(scope, request.numbers);
  const ids = [...chips.values()];
  const mine = await prolongChips(scope.projectId, person.userId, ids, request.hold);
  const held: number[] = [];
  const lost: HoldReply['lost'] = [];
  for (const number of new Set(request.numbers)) {
    const id = chips.get(number);
    if (id !== undefined && mine.has(id)) held.push(number);
    else lost.push({ number, by: id === undefined ? null : ((await holderOf(id))?.name ?? null) });
  }
  return { held, lost };
}

/** Gives a chip back before its lease runs out. */
export async function giveChipBack(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
): Promise<void> {
  const chip = await findLabelChip(scope, key);
  await releaseChips([chip.id], person.userId);
}

/** Gives chips back by their numbers; numbers that are not the project's or not held are passed over. */
export async function giveChipsBack(
  scope: ProjectScope,
  person: Person,
  numbers: readonly number[],
): Promise<void> {
  const chips = await chipsByNumber(scope, numbers);
  await releaseChips([...chips.values()], person.userId);
}

async function whyFewer(
  scope: ProjectScope,
  wanted: QueueRequest,
  full: boolean,
): Promise<QueueLack> {
  if (full) return { code: 'full', most: MAX_HELD };
  if (wanted.mode === 'returned') return { code: 'none-returned' };
  const { total, untouched, aside, submitted, confirmed } = await countQueue(scope.projectId);
  if (total === 0) return { code: 'no-imagery' };
  if (wanted.mode === 'area') return { code: 'none-in-area' };
  if (wanted.mode === 'filter') return { code: 'none-in-filter' };
  if (untouched > aside) return { code: 'with-others', count: untouched - aside };
  return { code: 'all-labelled', total, confirmed, submitted, aside };
}
