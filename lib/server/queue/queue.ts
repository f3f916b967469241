import type { ChipKey } from '@/lib/domain/chip/schema';
import type { LeaseView, QueueReply, QueueRequest } from '@/lib/domain/queue/schema';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { findChip } from '@/lib/server/chip/data';
import { env } from '@/lib/server/env';
import { findLabelChip } from '@/lib/server/label/data';
import { countQueue, holderOf } from '@/lib/server/queue/data';
import { holdChip, releaseChip, takeNextChip } from '@/lib/server/queue/mutations';

/** The next chip for a person, under a lease, or why there is none. */
export async function nextChip(
  scope: ProjectScope,
  person: Person,
  wanted: QueueRequest,
): Promise<QueueReply> {
  const taken = await takeNextChip(scope.projectId, person.userId, wanted);
  if (!taken) return { chip: null, why: await whyEmpty(scope) };
  return {
    chip: await findChip(scope, taken.id),
    reason: taken.reason,
    lease: { seconds: env().QUADRAT_CHIP_LEASE_SECONDS, heldBy: null },
  };
}

/**
 * A sign of life for a chip: takes or keeps the lease. While somebody else holds it the reply names them; labels can be saved
 * all the same, for every person has a sheet of their own.
 */
export async function keepChip(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
): Promise<LeaseView> {
  const chip = await findLabelChip(scope, key);
  const mine = await holdChip(chip.id, person.userId);
  return {
    seconds: env().QUADRAT_CHIP_LEASE_SECONDS,
    heldBy: mine ? null : await holderOf(chip.id),
  };
}

/** Gives a chip back before its lease runs out. */
export async function giveChipBack(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
): Promise<void> {
  const chip = await findLabelChip(scope, key);
  await releaseChip(chip.id, person.userId);
}

async function whyEmpty(scope: ProjectScope): Promise<string> {
  const { total, untouched, submitted, confirmed } = await countQueue(scope.projectId);
  if (total === 0)
    return 'This project has no imagery yet. An admin imports pictures on the Imagery page.';
  if (untouched > 0) {
    return `The last ${String(untouched)} chips are being labelled by others, or were skipped. Try again in a few minutes.`;
  }
  return `All ${String(total)} chips are labelled: ${String(confirmed)} confirmed, ${String(submitted)} wait for review.`;
}
