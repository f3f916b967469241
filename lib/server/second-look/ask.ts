import { AppError } from '@/lib/server/app-error';
import type { ChipKey } from '@/lib/domain/chip/schema';
import type { SecondLookReply } from '@/lib/domain/review/schema';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { findLabelChip } from '@/lib/server/label/chip/data';
import { inTransaction } from '@/lib/server/label/labelling/mutations';
import { submitChip } from '@/lib/server/label/submit/mutations';
import { personLabellings } from '@/lib/server/review/data';
import { lockChip, lockPersonLabellings } from '@/lib/server/review/mutations';
import { reopenWithin } from '@/lib/server/review/reopen';
import { scoreWaiting } from '@/lib/server/review/waiting/score';
import { findOpenLook, hasSomebodyElse, isBegun } from '@/lib/server/second-look/data';
import { beginAgain, endLook, insertLook } from '@/lib/server/second-look/mutations';

/**
 * Sends a chip whose labels a reviewer doubts to a second person, who sees neither them nor proposals; it comes back to review with
 * both. A confirmed one is opened again first, where the reviewer may do that.
 * @throws AppError `not_ready` where the chip is not under review or confirmed, its labels are an import's, or nobody else could
 * label it; `forbidden` as for opening it again
 */
export async function askSecondLook(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
): Promise<SecondLookReply> {
  const chip = await findLabelChip(scope, key);
  await inTransaction(async (tx) => {
    const [first] = await personLabellings(tx, chip.id);
    if (!first) throw new AppError('not_ready', 'review.lookImported');
    if (!(await hasSomebodyElse(tx, scope.projectId, chip.id))) {
      throw new AppError('not_ready', 'review.nobodyElse');
    }
    if (chip.status === 'CONFIRMED') await reopenWithin(tx, scope, person, chip);
    await lockPersonLabellings(tx, chip.id);
    const { status } = await lockChip(tx, chip.id);
    if (status !== 'SUBMITTED')
      throw new AppError('not_ready', 'review.notWaiting', {}, { status });
    await insertLook(tx, {
      ...{ projectId: scope.projectId, chipId: chip.id, reason: 'ISSUE' },
      ...{ firstId: first.userId, first: first.cells, askedById: person.userId },
    });
    await beginAgain(tx, chip.id);
  });
  return { waits: true };
}

/** Takes that back while nobody has begun: the chip waits for review with the labels that it has. @throws AppError `not_ready` */
export async function withdrawSecondLook(
  scope: ProjectScope,
  key: ChipKey,
): Promise<SecondLookReply> {
  const chip = await findLabelChip(scope, key);
  await inTransaction(async (tx) => {
    await lockPersonLabellings(tx, chip.id);
    await lockChip(tx, chip.id);
    const look = await findOpenLook(tx, chip.id);
    if (!look || (await isBegun(tx, chip.id))) throw new AppError('not_ready', 'review.lookBegun');
    await endLook(tx, look.id, 'DROPPED');
    await submitChip(tx, chip.id);
    await scoreWaiting(tx, scope.projectId, [chip.id]);
  });
  return { waits: false };
}
