import { AppError } from '@/lib/server/app-error';
import type { ChipKey } from '@/lib/domain/chip/schema';
import { UNUSABLE, isDecided } from '@/lib/domain/label/cell-code';
import type {
  SaveReply,
  SaveRequest,
  LabellingView,
  SubmitRequest,
} from '@/lib/domain/label/schema';
import { mergeChanges } from '@/lib/domain/label/labelling';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { findLabelChip, lastSetters, openClassCodes, readLabelling } from '@/lib/server/label/data';
import type { LabelChip } from '@/lib/server/label/data';
import {
  cellsOfSave,
  endLease,
  inTransaction,
  insertCellEvents,
  insertLabellingEvent,
  isSubmitted,
  lockLabelling,
  moveChip,
  updateLabelling,
} from '@/lib/server/label/mutations';
import { scoreWaiting } from '@/lib/server/review/waiting/score';
import { isHidden } from '@/lib/server/queue/assignments/data';
import { findVersionColumns } from '@/lib/server/proposal/data';
import type { VersionColumns } from '@/lib/server/proposal/data';
import { storePredictions } from '@/lib/server/proposal/mutations';
import type { LockedLabelling, LabellingKey, Tx } from '@/lib/server/label/mutations';

/** My labelling of a chip. */
export async function myLabelling(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
): Promise<LabellingView> {
  const chip = await findLabelChip(scope, key);
  return await readLabelling(chip, ownLabelling(chip, person));
}

/**
 * Saves changes to my labelling (rules at `saveToLabelling`). A first save starts the chip; a save on a submitted chip takes it back
 * from review until it is submitted again. On a confirmed chip the labelling is still kept, the consensus does not change.
 */
export async function saveLabelling(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
  request: SaveRequest,
): Promise<SaveReply> {
  const chip = await findLabelChip(scope, key);
  await checkChanges(scope, chip, request);
  return await inTransaction(async (tx) => {
    const labelling = await lockLabelling(tx, ownLabelling(chip, person), chip.rows * chip.cols);
    const status = labelling.status === 'RETURNED' ? 'RETURNED' : 'IN_PROGRESS';
    const honest = await asControl(tx, chip, person, request);
    const reply = await saveToLabelling(tx, labelling, person, honest, status);
    if (reply.revision !== labelling.revision) {
      await moveChip(tx, chip.id, ['UNTOUCHED', 'SUBMITTED'], 'IN_PROGRESS');
    }
    return reply;
  });
}

/**
 * Merges a save into a held labelling and appends its events: one revision a save that changes something. A change applies where
 * the cell still has the code that the client saw; cells that others set meanwhile come back as conflicts and stay as they
 * are. The same save sent again changes nothing and gets the same answer.
 */
export async function saveToLabelling(
  tx: Tx,
  labelling: LockedLabelling,
  person: Person,
  request: SaveRequest,
  status: LockedLabelling['status'],
): Promise<SaveReply> {
  if (request.baseRevision > labelling.revision) {
    throw new AppError('conflict', 'label.unknownRevision');
  }
  const done = await cellsOfSave(tx, labelling.id, request.saveId);
  const open = request.changes.filter((change) => !done.has(change.cell));
  const merge = mergeChanges(labelling.cells, open);
  let revision = labelling.revision;
  if (merge.applied.length > 0) {
    revision += 1;
    const { saveId, openedMs } = request;
    const event = { labellingId: labelling.id, revision, actorId: person.userId, saveId, openedMs };
    await insertCellEvents(tx, event, merge.applied);
    await updateLabelling(tx, labelling.id, { cells: merge.cells, revision, status });
  }
  const setters = await settersOf(tx, labelling, merge.conflicts);
  const applied = [...merge.applied, ...merge.already].map((change) => change.cell);
  return {
    revision,
    applied: [...new Set([...done, ...applied])].sort((a, b) => a - b),
    conflicts: merge.conflicts.map((conflict) => {
      const who = setters.get(conflict.cell);
      return {
        ...conflict,
        by: who ? { userId: who.userId, name: who.name } : null,
        at: who?.at.toISOString() ?? null,
      };
    }),
    cells: Buffer.from(merge.cells).toString('base64'),
  };
}

/** Refuses cells off the lattice and codes that the project does not have, before anything is held. */
export async function checkChanges(
  scope: ProjectScope,
  chip: LabelChip,
  request: SaveRequest,
): Promise<void> {
  const size = chip.rows * chip.cols;
  const codes = await openClassCodes(scope);
  for (const { cell, after } of request.changes) {
    if (cell >= size) {
      throw new AppError('invalid', 'label.cellOutside', { cell, size });
    }
    if (after > UNUSABLE && !codes.has(after)) {
      throw new AppError('invalid', 'label.unknownCode', { code: after });
    }
  }
}

/**
 * Hands my labelling to the reviewers. Cells still unlabelled stay masked; a labelling without any decision is refused. The same submit
 * sent again changes nothing, also where the person has taken the chip back meanwhile.
 */
export async function submitLabelling(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
  request: SubmitRequest,
): Promise<LabellingView> {
  const chip = await findLabelChip(scope, key);
  const found = await checkProposals(scope, chip, request);
  await inTransaction(async (tx) => {
    const labelling = await lockLabelling(tx, ownLabelling(chip, person), chip.rows * chip.cols);
    const { submitId } = request;
    if (submitId !== undefined && (await isSubmitted(tx, labelling.id, submitId))) return;
    if (request.revision !== labelling.revision) {
      throw new AppError(
        'conflict',
        'label.changedElsewhere',
        {},
        { revision: labelling.revision },
      );
    }
    if (!labelling.cells.some(isDecided)) {
      throw new AppError('not_ready', 'label.nothingDecided');
    }
    const revision = labelling.revision + 1;
    await insertLabellingEvent(tx, {
      labellingId: labelling.id,
      revision,
      kind: 'SUBMIT',
      actorId: person.userId,
      openedMs: request.openedMs,
      ...(submitId === undefined ? {} : { saveId: submitId }),
    });
    await updateLabelling(tx, labelling.id, {
      revision,
      status: 'SUBMITTED',
      returnReason: null,
      submitted: true,
    });
    await moveChip(tx, chip.id, ['UNTOUCHED', 'IN_PROGRESS', 'RETURNED'], 'SUBMITTED');
    if (found) {
      await storePredictions(
        tx,
        found.version,
        [{ chipId: chip.id, levels: found.levels }],
        'browser',
      );
    }
    await scoreWaiting(tx, scope.projectId, [chip.id]);
    await endLease(tx, chip.id, person.userId);
  });
  return await readLabelling(chip, ownLabelling(chip, person));
}

/**
 * On a chip that is blind for the person no proposal was on screen before they submit, whatever a page says of it: an older
 * page knows only when the model had answered. The label counts, its events say "control".
 */
async function asControl(
  tx: Tx,
  chip: LabelChip,
  person: Person,
  request: SaveRequest,
): Promise<SaveRequest> {
  const claimed = request.changes.some(({ shown }) => shown !== null);
  if (!claimed || !(await isHidden(chip.id, person.userId, tx))) return request;
  const changes = request.changes.map((change) => ({
    ...change,
    shown: change.shown && { ...change.shown, when: 'control' as const },
  }));
  return { ...request, changes };
}

function ownLabelling(chip: LabelChip, person: Person): LabellingKey {
  return { chipId: chip.id, kind: 'PERSON', userId: person.userId };
}

async function checkProposals(
  scope: ProjectScope,
  chip: LabelChip,
  request: SubmitRequest,
): Promise<{ version: VersionColumns; levels: Uint8Array } | null> {
  if (!request.proposals) return null;
  const levels = Buffer.from(request.proposals.probs, 'base64');
  const version = await findVersionColumns(scope.projectId, request.proposals.versionId);
  if (!version) {
    throw new AppError('invalid', 'label.unknownModel');
  }
  if (levels.length !== chip.rows * chip.cols * version.outputs.length) {
    throw new AppError('invalid', 'label.proposalsDoNotFit');
  }
  return { version, levels };
}

async function settersOf(
  tx: Tx,
  labelling: LockedLabelling,
  conflicts: readonly { cell: number }[],
): ReturnType<typeof lastSetters> {
  if (conflicts.length === 0) return new Map();
  return await lastSetters(
    tx,
    labelling.id,
    conflicts.map((conflict) => conflict.cell),
  );
}
