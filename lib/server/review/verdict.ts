import { AppError } from '@/lib/server/app-error';
import type { ChipKey } from '@/lib/domain/chip/schema';
import { UNLABELLED, isDecided } from '@/lib/domain/label/cell-code';
import { peopleDiffer } from '@/lib/domain/review/disagreement';
import type { AcceptRequest, VerdictReply } from '@/lib/domain/review/schema';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { findLabelChip } from '@/lib/server/label/chip/data';
import { insertLabellingEvent } from '@/lib/server/label/event/mutations';
import {
  inTransaction,
  lockLabelling,
  selectForUpdate,
  updateLabelling,
} from '@/lib/server/label/labelling/mutations';
import { consensusKey, openConsensus } from '@/lib/server/review/consensus';
import { personLabellings } from '@/lib/server/review/data';
import { basisOf, countedLabellings } from '@/lib/server/review/draft';
import { nextToReview } from '@/lib/server/review/list';
import {
  confirmChip,
  lockChip,
  lockPersonLabellings,
  reopenChip,
  returnLabellings,
} from '@/lib/server/review/mutations';
import { scoreWaiting } from '@/lib/server/review/waiting/score';

/**
 * Confirms a chip: from now on its consensus is what exports and training read.
 * @throws AppError `conflict` when labelling or labellings are no longer those that the reviewer saw, `not_ready` while people
 * differ in a cell that no reviewer decided, or when nothing is decided
 */
export async function acceptReview(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
  request: AcceptRequest,
): Promise<VerdictReply> {
  const chip = await findLabelChip(scope, key);
  await inTransaction(async (tx) => {
    const { labelling, labellings, seenRevision, held } = await openConsensus(tx, chip, person);
    assertWaiting(held.status);
    if (seenRevision !== request.revision || basisOf(labellings) !== request.basis) {
      throw new AppError('conflict', 'review.changed');
    }
    const open = peopleDiffer(countedLabellings(labellings), labelling.cells.length).filter(
      (cell) => labelling.cells[cell] === UNLABELLED,
    );
    if (open.length > 0) {
      throw new AppError(
        'not_ready',
        'review.peopleDiffer',
        { count: open.length },
        { cells: open },
      );
    }
    if (!labelling.cells.some(isDecided)) {
      throw new AppError('not_ready', 'review.nothingDecided');
    }
    const revision = labelling.revision + 1;
    await insertLabellingEvent(tx, {
      labellingId: labelling.id,
      revision,
      kind: 'ACCEPT',
      actorId: person.userId,
      openedMs: request.openedMs,
    });
    await updateLabelling(tx, labelling.id, { revision, status: 'ACCEPTED' });
    await confirmChip(tx, chip.id, person.userId);
  });
  return { status: 'CONFIRMED', next: await nextToReview(scope) };
}

/**
 * Gives a chip back to those who labelled it; they get it first from the queue, with the reason.
 * @throws AppError `not_ready` unless the chip waits for review and people labelled it
 */
export async function returnReview(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
  reason: string,
): Promise<VerdictReply> {
  const chip = await findLabelChip(scope, key);
  await inTransaction(async (tx) => {
    const consensus = await selectForUpdate(tx, consensusKey(chip.id));
    await lockPersonLabellings(tx, chip.id);
    assertWaiting((await lockChip(tx, chip.id)).status);
    const labellings = (await personLabellings(tx, chip.id)).filter(
      (s) => s.status === 'SUBMITTED',
    );
    if (labellings.length === 0) {
      throw new AppError('not_ready', 'review.imported');
    }
    await returnLabellings(tx, labellings, chip.id, { reason, reviewerId: person.userId });
    if (consensus) {
      const revision = consensus.revision + 1;
      const event = { labellingId: consensus.id, revision, actorId: person.userId, note: reason };
      await insertLabellingEvent(tx, { ...event, kind: 'RETURN' });
      await updateLabelling(tx, consensus.id, { revision, status: 'RETURNED' });
    }
  });
  return { status: 'RETURNED', next: await nextToReview(scope) };
}

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

function assertWaiting(status: string): void {
  if (status === 'SUBMITTED') return;
  const why = status === 'CONFIRMED' ? 'review.confirmed' : 'review.notWaiting';
  throw new AppError('not_ready', why, {}, { status });
}
