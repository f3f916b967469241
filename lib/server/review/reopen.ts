import { AppError } from '@/lib/server/app-error';
import type { ChipKey } from '@/lib/domain/chip/schema';
import type { VerdictReply } from '@/lib/domain/review/schema';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { findLabelChip } from '@/lib/server/label/chip/data';
import { appendEvent } from '@/lib/server/label/event/mutations';
import type { LabelChip } from '@/lib/server/label/chip/data';
import { inTransaction } from '@/lib/server/label/labelling/mutations';
import type { Tx } from '@/lib/server/label/labelling/mutations';
import { lockReview } from '@/lib/server/review/consensus';
import { findLastVerdict, findWhoWentOn } from '@/lib/server/review/data';
import type { LastVerdict } from '@/lib/server/review/data';
import { reopenChip } from '@/lib/server/review/mutations';
import { scoreWaiting } from '@/lib/server/review/waiting/score';

/**
 * Takes the last verdict on a chip back: it waits for review again as it did before, with its labellings and the reviewers'
 * draft. Snapshots made in between keep what they froze, and what corrections changed in the reviewed labels stays.
 * @throws AppError `not_ready` without such a verdict, or where a labeler has gone on with the returned chip; `forbidden` for
 * whom `mayUndo` refuses
 */
export async function reopenReview(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
): Promise<VerdictReply> {
  const chip = await findLabelChip(scope, key);
  await inTransaction((tx) => reopenWithin(tx, scope, person, chip));
  return { status: 'SUBMITTED', next: chip.number };
}

/** Takes the last verdict on a chip back as part of a transaction, which holds its labellings and then its row. @throws as above */
export async function reopenWithin(
  tx: Tx,
  scope: ProjectScope,
  person: Person,
  chip: LabelChip,
): Promise<void> {
  const { labelling: consensus, held } = await lockReview(tx, chip);
  const verdict = await findLastVerdict(tx, chip.id);
  if (verdict?.kind === 'RETURN') {
    const name = await findWhoWentOn(tx, chip.id, verdict.eventId);
    if (name !== null) throw new AppError('not_ready', 'review.wentOn', { name });
  }
  if (held.status !== 'CONFIRMED' && held.status !== 'RETURNED') {
    throw new AppError('not_ready', 'review.noVerdict');
  }
  if (!mayUndo(scope, person, verdict)) throw new AppError('forbidden', 'review.notYourVerdict');
  if (consensus.revision > 0) {
    // there is no kind of its own; source "review" tells it from a return to the labelers
    const event = { source: 'review', actorId: person.userId, note: 'reopened' } as const;
    await appendEvent(tx, consensus, { kind: 'RETURN', ...event }, 'IN_PROGRESS');
  }
  await reopenChip(tx, chip.id, person.userId);
  await scoreWaiting(tx, scope.projectId, [chip.id]);
}

/** Reviewers undo their own verdicts of the last day, admins all of them. */
export function mayUndo(
  scope: ProjectScope,
  person: Pick<Person, 'userId'>,
  verdict: Pick<LastVerdict, 'actorId' | 'isRecent'> | null,
): boolean {
  return scope.role === 'ADMIN' || (verdict?.actorId === person.userId && verdict.isRecent);
}
