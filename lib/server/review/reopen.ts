import { AppError } from '@/lib/server/app-error';
import type { ChipKey } from '@/lib/domain/chip/schema';
import type { VerdictReply } from '@/lib/domain/review/schema';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { findLabelChip } from '@/lib/server/label/chip/data';
import { insertLabellingEvent } from '@/lib/server/label/event/mutations';
import {
  inTransaction,
  lockLabelling,
  updateLabelling,
} from '@/lib/server/label/labelling/mutations';
import { consensusKey } from '@/lib/server/review/consensus';
import { lockChip, lockPersonLabellings, reopenChip } from '@/lib/server/review/mutations';
import { scoreWaiting } from '@/lib/server/review/waiting/score';

/**
 * Takes a confirmation back, so that the chip can be corrected or returned. Snapshots made before keep what they froze.
 * @throws AppError `not_ready` unless the chip is confirmed
 */
export async function reopenReview(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
): Promise<VerdictReply> {
  const chip = await findLabelChip(scope, key);
  await inTransaction(async (tx) => {
    const labelling = await lockLabelling(tx, consensusKey(chip.id), chip.rows * chip.cols);
    await lockPersonLabellings(tx, chip.id);
    if ((await lockChip(tx, chip.id)).status !== 'CONFIRMED') {
      throw new AppError('not_ready', 'review.notConfirmed');
    }
    const revision = labelling.revision + 1;
    // there is no kind of its own; source "review" tells it from a return to the labelers
    const event = { labellingId: labelling.id, revision, actorId: person.userId, note: 'reopened' };
    await insertLabellingEvent(tx, { ...event, kind: 'RETURN', source: 'review' });
    await updateLabelling(tx, labelling.id, { revision, status: 'IN_PROGRESS' });
    await reopenChip(tx, chip.id);
    await scoreWaiting(tx, scope.projectId, [chip.id]);
  });
  return { status: 'SUBMITTED', next: chip.number };
}
