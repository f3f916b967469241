import type { ChipKey } from '@/lib/domain/chip/schema';
import type { ConfirmedView, CorrectionRequest } from '@/lib/domain/correction/schema';
import { AppError } from '@/lib/server/app-error';
import type { Person } from '@/lib/server/auth/person';
import type { ProjectScope } from '@/lib/server/auth/project-scope';
import { ownCorrection } from '@/lib/server/correction/data';
import {
  findCorrection,
  noteRead,
  putCorrection,
  withdraw,
} from '@/lib/server/correction/mutations';
import { isMasked } from '@/lib/server/ground-truth/masked/data';
import { findLabelChip } from '@/lib/server/label/chip/data';
import { readLabelling } from '@/lib/server/label/labelling/data';
import { inTransaction, selectForUpdate } from '@/lib/server/label/labelling/mutations';
import { assertChangesFit } from '@/lib/server/label/save/check';
import { openClasses } from '@/lib/server/label/save/data';
import { recordAssignments } from '@/lib/server/queue/assignments/mutations';
import { consensusKey } from '@/lib/server/review/consensus';
import { confirmationOf } from '@/lib/server/review/data';
import { lockChip } from '@/lib/server/review/mutations';

/** What counts of a confirmed chip, and the reader's own correction of it. @throws AppError `not_ready` where it is not confirmed */
export async function confirmedChip(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
): Promise<ConfirmedView> {
  const chip = await findLabelChip(scope, key);
  const masked = await isMasked(scope, person.userId, chip.id);
  const confirmation = masked ? null : await confirmationOf(chip.id);
  if (!confirmation) throw new AppError('not_ready', 'correction.notConfirmed');
  // a labeler who has seen what counts of a chip never gets it as ground truth
  if (scope.role === 'LABELER' && !scope.archived) {
    await recordAssignments(scope.projectId, person.userId, [{ id: chip.id, reason: null }]);
  }
  const [labelling, mine] = await Promise.all([
    readLabelling(chip, consensusKey(chip.id)),
    ownCorrection(chip.id, person.userId),
  ]);
  return { labelling, ...confirmation, mine };
}

/**
 * Asks the reviewers to change a confirmed chip. Its labels stay as they are and go on counting until a reviewer accepts; an open
 * correction of the same person is withdrawn by it. The same one sent again changes nothing.
 * @throws AppError `not_ready` where the chip is not confirmed, or its labels are already what is asked for
 */
export async function askCorrection(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
  request: CorrectionRequest,
): Promise<void> {
  const chip = await findLabelChip(scope, key);
  assertChangesFit(request.changes, chip.rows * chip.cols, await openClasses(null, scope));
  const masked = await isMasked(scope, person.userId, chip.id);
  await inTransaction(async (tx) => {
    const consensus = await selectForUpdate(tx, consensusKey(chip.id));
    const { status } = await lockChip(tx, chip.id);
    const known = await findCorrection(tx, request.correctionId);
    if (known && (known.userId !== person.userId || known.chipId !== chip.id)) {
      throw new AppError('conflict', 'correction.settled');
    }
    if (known) return;
    if (!consensus || status !== 'CONFIRMED' || masked) {
      throw new AppError('not_ready', 'correction.notConfirmed');
    }
    if (request.changes.every(({ cell, after }) => consensus.cells[cell] === after)) {
      throw new AppError('not_ready', 'correction.alreadySo');
    }
    await putCorrection(tx, chip.id, person.userId, request);
  });
}

/** Takes my open correction of a chip back. @throws AppError `conflict` where none is open: it was decided on meanwhile */
export async function withdrawCorrection(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
): Promise<void> {
  const chip = await findLabelChip(scope, key);
  if (!(await withdraw(chip.id, person.userId))) {
    throw new AppError('conflict', 'correction.settled');
  }
}

/** I have read how my correction of a chip ended. */
export async function readAnswer(scope: ProjectScope, person: Person, key: ChipKey): Promise<void> {
  const chip = await findLabelChip(scope, key);
  await noteRead(chip.id, person.userId);
}
