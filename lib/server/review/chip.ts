import { AppError } from '@/lib/server/app-error';
import type { ChipKey } from '@/lib/domain/chip/schema';
import { UNLABELLED, isDecided } from '@/lib/domain/label/cell-code';
import type { CellChange, SaveReply, SaveRequest, LabellingView } from '@/lib/domain/label/schema';
import { toLevels } from '@/lib/domain/proposal/prediction';
import {
  disagreement,
  draftOf,
  modelDiffers,
  peopleDiffer,
  reasonOf,
} from '@/lib/domain/review/disagreement';
import type { AcceptRequest, ReviewView, VerdictReply } from '@/lib/domain/review/schema';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { findChip } from '@/lib/server/chip/data';
import { findLabelChip } from '@/lib/server/label/chip/data';
import type { LabelChip } from '@/lib/server/label/chip/data';
import { insertLabellingEvent } from '@/lib/server/label/event/mutations';
import {
  inTransaction,
  lockLabelling,
  selectForUpdate,
  updateLabelling,
} from '@/lib/server/label/labelling/mutations';
import type { LabellingKey } from '@/lib/server/label/labelling/data';
import type { LockedLabelling, Tx } from '@/lib/server/label/labelling/mutations';
import { assertChangesFit } from '@/lib/server/label/save/check';
import { cellsOfSave, openClasses } from '@/lib/server/label/save/data';
import { mergeAndWrite } from '@/lib/server/label/save/merge';
import { isHidden } from '@/lib/server/queue/assignments/data';
import { deployedVersion, readPrediction } from '@/lib/server/proposal/data';
import {
  confirmerOf,
  findConsensus,
  personLabellings,
  reviewersCells,
} from '@/lib/server/review/data';
import type { PersonLabelling } from '@/lib/server/review/data';
import { nextToReview } from '@/lib/server/review/list';
import {
  confirmChip,
  lockChip,
  lockPersonLabellings,
  reopenChip,
  returnLabellings,
} from '@/lib/server/review/mutations';
import type { HeldChip } from '@/lib/server/review/mutations';
import { scoreWaiting } from '@/lib/server/review/waiting/score';

/**
 * All that a reviewer decides on; every chip can be looked at, whatever its status. Nothing that a model said of it is told to
 * a reader for whom the chip is blind and who has not submitted their own labels yet.
 */
export async function reviewChip(
  scope: ProjectScope,
  key: ChipKey,
  reader: Person | null = null,
): Promise<ReviewView> {
  const chip = await findChip(scope, key);
  const size = chip.rows * chip.cols;
  const stored = await findConsensus(chip.id);
  const { labellings, draft } = await readDraft(null, chip, stored);
  const model = await modelFor(scope, chip.id, reader);
  const prediction = model && (await readPrediction(model, chip.id, size));
  const opinion = prediction && { prediction, thresholds: model.thresholds };
  const counted = countedLabellings(labellings);
  const people = peopleDiffer(counted, size);
  const consensus: LabellingView = {
    chipId: chip.id,
    cells: base64(draft),
    revision: stored?.revision ?? 0,
    status: stored?.status ?? 'IN_PROGRESS',
    returnReason: null,
    updatedAt: stored?.updatedAt.toISOString() ?? null,
  };
  return {
    chip,
    labellings: labellings.map((own) => ({
      person: { userId: own.userId, name: own.name },
      labelling: {
        chipId: chip.id,
        cells: base64(own.cells),
        revision: own.revision,
        status: own.status,
        returnReason: own.returnReason,
        updatedAt: own.updatedAt.toISOString(),
      },
    })),
    consensus,
    basis: basisOf(labellings),
    proposals:
      model && prediction
        ? {
            versionId: model.id,
            name: model.name,
            outputs: model.outputs,
            thresholds: model.thresholds,
            probs: base64(toLevels(prediction.values)),
          }
        : null,
    differs: {
      people,
      open: people.filter((cell) => draft[cell] === UNLABELLED),
      model: opinion ? modelDiffers(opinion, draft) : [],
    },
    reason: reasonOf(disagreement(counted, size, opinion), model?.name ?? null),
    confirmedBy: await confirmerOf(chip.id),
  };
}

/** The model that a reader may be told of; null also where the chip is blind for them. */
async function modelFor(scope: ProjectScope, chipId: string, reader: Person | null) {
  if (reader && (await isHidden(chipId, reader.userId))) return null;
  return await deployedVersion(scope.projectId);
}

/**
 * Saves a reviewer's corrections to the consensus, with the rules of every save (lib/server/label/save/merge.ts): merged by cell,
 * conflicts between two reviewers come back. The first one writes down the draft that it corrects (a SEED event). What a
 * reviewer sets while the labeler has the chip back is kept for the next review. Of a chip that was confirmed meanwhile every
 * other code comes back as a conflict with who confirmed it: nothing changes.
 */
export async function saveReview(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
  request: SaveRequest,
): Promise<SaveReply> {
  const chip = await findLabelChip(scope, key);
  assertChangesFit(request, chip.rows * chip.cols, await openClasses(null, scope));
  const changes = request.changes.map((change) => ({
    ...change,
    source: change.source === 'hand' ? ('review' as const) : change.source,
  }));
  return await inTransaction(async (tx) => {
    const { labelling, held } = await openConsensus(tx, chip, person);
    if (held.status === 'CONFIRMED') return unchanged(labelling, changes, held);
    const reply = await mergeAndWrite(tx, {
      key: consensusKey(chip.id),
      labelling,
      done: await cellsOfSave(tx, labelling.id, request.saveId),
      request: { ...request, changes },
      actorId: person.userId,
      status: 'IN_PROGRESS',
      startsChip: false,
    });
    if (!reply) throw new Error(`the held consensus of chip ${chip.id} changed`);
    return reply;
  });
}

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

interface Draft {
  labellings: PersonLabelling[];
  /** what a reviewer sees and corrects */
  draft: Uint8Array;
  /** the draft is not what is stored: it must be written down before it is changed */
  isNew: boolean;
}

/**
 * The draft is the stored consensus as long as no labelling was submitted after it, and while the chip is confirmed.
 * Otherwise it is drawn up anew: where people agree, their label; on top of that what reviewers decided since the last
 * return.
 */
async function readDraft(
  tx: Tx | null,
  chip: Pick<LabelChip, 'id' | 'rows' | 'cols' | 'status'>,
  stored: LockedLabelling | null,
): Promise<Draft> {
  const labellings = await personLabellings(tx, chip.id);
  const newest = Math.max(0, ...labellings.map((own) => own.submittedAt?.getTime() ?? 0));
  if (stored && stored.revision > 0) {
    const holds = chip.status === 'CONFIRMED' || stored.updatedAt.getTime() >= newest;
    if (holds) return { labellings, draft: stored.cells, isNew: false };
  }
  const draft = draftOf(countedLabellings(labellings), chip.rows * chip.cols);
  const decided = stored && (await reviewersCells(tx, stored.id));
  for (const [cell, code] of decided ?? []) draft[cell] = code;
  return { labellings, draft, isNew: true };
}

interface OpenConsensus {
  labelling: LockedLabelling;
  labellings: PersonLabelling[];
  /** what a view showed of the labelling before the draft was written down */
  seenRevision: number;
  held: HeldChip;
}

/** Holds a chip's consensus, with the draft written down. */
async function openConsensus(tx: Tx, chip: LabelChip, person: Person): Promise<OpenConsensus> {
  const labelling = await lockLabelling(tx, consensusKey(chip.id), chip.rows * chip.cols);
  await lockPersonLabellings(tx, chip.id);
  const held = await lockChip(tx, chip.id);
  const { labellings, draft, isNew } = await readDraft(
    tx,
    { ...chip, status: held.status },
    labelling,
  );
  const seenRevision = labelling.revision;
  if (!isNew) return { labelling, labellings, seenRevision, held };
  const revision = seenRevision + 1;
  await insertLabellingEvent(tx, {
    labellingId: labelling.id,
    revision,
    kind: 'SEED',
    actorId: person.userId,
    source: 'review',
    seed: draft,
  });
  await updateLabelling(tx, labelling.id, { cells: draft, revision, status: 'IN_PROGRESS' });
  return { labelling: { ...labelling, cells: draft, revision }, labellings, seenRevision, held };
}

/** The reply to a save that came too late: what is wanted and not there is a conflict. */
function unchanged(
  labelling: LockedLabelling,
  changes: readonly CellChange[],
  { confirmer }: HeldChip,
): SaveReply {
  const wanted = new Map(changes.map((change) => [change.cell, change.after]));
  const cells = [...wanted].map(([cell, yours]) => ({
    cell,
    yours,
    theirs: labelling.cells[cell] ?? UNLABELLED,
  }));
  return {
    revision: labelling.revision,
    applied: cells.filter((c) => c.yours === c.theirs).map((c) => c.cell),
    conflicts: cells
      .filter((c) => c.yours !== c.theirs)
      .map((c) => ({ ...c, by: confirmer, at: null })),
    cells: base64(labelling.cells),
  };
}

function assertWaiting(status: string): void {
  if (status === 'SUBMITTED') return;
  const why = status === 'CONFIRMED' ? 'review.confirmed' : 'review.notWaiting';
  throw new AppError('not_ready', why, {}, { status });
}

/** The labellings that count: submitted, or accepted already; returned ones only where there are no others. */
function countedLabellings(labellings: readonly PersonLabelling[]): Uint8Array[] {
  const counted = labellings.filter((own) => own.status !== 'RETURNED');
  return (counted.length > 0 ? counted : labellings).map((own) => own.cells);
}

function basisOf(labellings: readonly PersonLabelling[]): string {
  return labellings.map((own) => `${own.userId}:${String(own.revision)}`).join(',');
}

function consensusKey(chipId: string): LabellingKey {
  return { chipId, kind: 'CONSENSUS', userId: null };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
