import { AppError } from '@/lib/core/app-error';
import type { ChipKey } from '@/lib/domain/chip/schema';
import { UNUSABLE, isDecided } from '@/lib/domain/label/cell-code';
import type { SaveReply, SaveRequest, SheetView, SubmitRequest } from '@/lib/domain/label/schema';
import { mergeChanges } from '@/lib/domain/label/sheet';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import {
  findLabelChip,
  lastSetters,
  openClassCodes,
  outputsOfVersion,
  readSheet,
} from '@/lib/server/label/data';
import type { LabelChip } from '@/lib/server/label/data';
import {
  cellsOfSave,
  endLease,
  inTransaction,
  insertCellEvents,
  insertSheetEvent,
  isSubmitted,
  lockSheet,
  moveChip,
  putProposal,
  updateSheet,
} from '@/lib/server/label/mutations';
import { isHidden } from '@/lib/server/queue/data';
import type { LockedSheet, SheetKey, Tx } from '@/lib/server/label/mutations';

/** My sheet of a chip. */
export async function myLabelling(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
): Promise<SheetView> {
  const chip = await findLabelChip(scope, key);
  return await readSheet(chip, ownSheet(chip, person));
}

/**
 * Saves changes to my sheet (rules at `saveToSheet`). A first save starts the chip; a save on a submitted chip takes it back
 * from review until it is submitted again. On a confirmed chip the sheet is still kept, the consensus does not change.
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
    const sheet = await lockSheet(tx, ownSheet(chip, person), chip.rows * chip.cols);
    const status = sheet.status === 'RETURNED' ? 'RETURNED' : 'IN_PROGRESS';
    const honest = await asHidden(tx, chip, person, request);
    const reply = await saveToSheet(tx, sheet, person, honest, status);
    if (reply.revision !== sheet.revision) {
      await moveChip(tx, chip.id, ['UNTOUCHED', 'SUBMITTED'], 'IN_PROGRESS');
    }
    return reply;
  });
}

/**
 * Merges a save into a held sheet and appends its events: one revision a save that changes something. A change applies where
 * the cell still has the code that the client saw; cells that others set meanwhile come back as conflicts and stay as they
 * are. The same save sent again changes nothing and gets the same answer.
 */
export async function saveToSheet(
  tx: Tx,
  sheet: LockedSheet,
  person: Person,
  request: SaveRequest,
  status: LockedSheet['status'],
): Promise<SaveReply> {
  if (request.baseRevision > sheet.revision) {
    throw new AppError(
      'conflict',
      'The server does not know this state of the sheet. Load the chip again.',
    );
  }
  const done = await cellsOfSave(tx, sheet.id, request.saveId);
  const open = request.changes.filter((change) => !done.has(change.cell));
  const merge = mergeChanges(sheet.cells, open);
  let revision = sheet.revision;
  if (merge.applied.length > 0) {
    revision += 1;
    const { saveId, openedMs } = request;
    const event = { sheetId: sheet.id, revision, actorId: person.userId, saveId, openedMs };
    await insertCellEvents(tx, event, merge.applied);
    await updateSheet(tx, sheet.id, { cells: merge.cells, revision, status });
  }
  const setters = await settersOf(tx, sheet, merge.conflicts);
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
      throw new AppError(
        'invalid',
        `Cell ${String(cell)} is off this chip, which has ${String(size)} cells.`,
      );
    }
    if (after > UNUSABLE && !codes.has(after)) {
      throw new AppError(
        'invalid',
        `Code ${String(after)} is no class of this project that can be given to cells.`,
      );
    }
  }
}

/**
 * Hands my sheet to the reviewers. Cells still unseen stay masked; a sheet without any decision is refused. The same submit
 * sent again changes nothing, also where the person has taken the chip back meanwhile.
 */
export async function submitLabelling(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
  request: SubmitRequest,
): Promise<SheetView> {
  const chip = await findLabelChip(scope, key);
  const probs = await checkProposals(scope, chip, request);
  await inTransaction(async (tx) => {
    const sheet = await lockSheet(tx, ownSheet(chip, person), chip.rows * chip.cols);
    const { submitId } = request;
    if (submitId !== undefined && (await isSubmitted(tx, sheet.id, submitId))) return;
    if (request.revision !== sheet.revision) {
      throw new AppError(
        'conflict',
        'This chip was changed in another window since. Nothing is lost: look at it again, then submit.',
        { revision: sheet.revision },
      );
    }
    if (!sheet.cells.some(isDecided)) {
      throw new AppError(
        'not_ready',
        'No cell is decided yet. If the chip shows none of the classes, press R: the rest are absent.',
      );
    }
    const revision = sheet.revision + 1;
    await insertSheetEvent(tx, {
      sheetId: sheet.id,
      revision,
      kind: 'SUBMIT',
      actorId: person.userId,
      openedMs: request.openedMs,
      ...(submitId === undefined ? {} : { saveId: submitId }),
    });
    await updateSheet(tx, sheet.id, {
      revision,
      status: 'SUBMITTED',
      returnReason: null,
      submitted: true,
    });
    await moveChip(tx, chip.id, ['UNTOUCHED', 'IN_PROGRESS', 'RETURNED'], 'SUBMITTED');
    if (request.proposals && probs) {
      const { versionId } = request.proposals;
      await putProposal(tx, { chipId: chip.id, versionId, probs, source: 'browser' });
    }
    await endLease(tx, chip.id, person.userId);
  });
  return await readSheet(chip, ownSheet(chip, person));
}

/**
 * On a chip that is blind for the person no proposal was on screen before they submit, whatever a page says of it: an older
 * page knows only when the model had answered. The label counts, its events say "hidden".
 */
async function asHidden(
  tx: Tx,
  chip: LabelChip,
  person: Person,
  request: SaveRequest,
): Promise<SaveRequest> {
  const claimed = request.changes.some(({ shown }) => shown && shown.when !== 'hidden');
  if (!claimed || !(await isHidden(chip.id, person.userId, tx))) return request;
  const changes = request.changes.map((change) => ({
    ...change,
    shown: change.shown && { ...change.shown, when: 'hidden' as const },
  }));
  return { ...request, changes };
}

function ownSheet(chip: LabelChip, person: Person): SheetKey {
  return { chipId: chip.id, kind: 'PERSON', userId: person.userId };
}

async function checkProposals(
  scope: ProjectScope,
  chip: LabelChip,
  request: SubmitRequest,
): Promise<Uint8Array | null> {
  if (!request.proposals) return null;
  const probs = Buffer.from(request.proposals.probs, 'base64');
  const outputs = await outputsOfVersion(scope, request.proposals.versionId);
  if (probs.length !== chip.rows * chip.cols * outputs) {
    throw new AppError('invalid', 'The proposals do not fit the lattice of this chip.');
  }
  return probs;
}

async function settersOf(
  tx: Tx,
  sheet: LockedSheet,
  conflicts: readonly { cell: number }[],
): ReturnType<typeof lastSetters> {
  if (conflicts.length === 0) return new Map();
  return await lastSetters(
    tx,
    sheet.id,
    conflicts.map((conflict) => conflict.cell),
  );
}
