import type { ChipKey } from '@/lib/domain/chip/schema';
import { base64Of } from '@/lib/domain/label/cells';
import { UNLABELLED } from '@/lib/domain/label/cell-code';
import type { CellChange, SaveReply, SaveRequest } from '@/lib/domain/label/schema';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { findLabelChip } from '@/lib/server/label/chip/data';
import type { LabelChip } from '@/lib/server/label/chip/data';
import { inTransaction } from '@/lib/server/label/labelling/mutations';
import type { LockedLabelling, Tx } from '@/lib/server/label/labelling/mutations';
import { assertChangesFit } from '@/lib/server/label/save/check';
import { cellsOfSave, openClasses } from '@/lib/server/label/save/data';
import { mergeAndWrite } from '@/lib/server/label/save/merge';
import { consensusKey, openConsensus } from '@/lib/server/review/consensus';
import type { LockedChip } from '@/lib/server/review/mutations';

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
  assertChangesFit(request.changes, chip.rows * chip.cols, await openClasses(null, scope));
  return await inTransaction((tx) => saveWithin(tx, person, chip, request));
}

/** The same as part of a transaction, of changes that fit. It holds the chip's labellings and then its row. */
export async function saveWithin(
  tx: Tx,
  person: Person,
  chip: LabelChip,
  request: SaveRequest,
): Promise<SaveReply> {
  const changes = request.changes.map((change) => ({
    ...change,
    source: change.source === 'hand' ? ('review' as const) : change.source,
  }));
  const { labelling, held } = await openConsensus(tx, chip, person);
  if (held.status === 'CONFIRMED') return unchanged(labelling, changes, held);
  const reply = await mergeAndWrite(tx, {
    key: consensusKey(chip.id),
    labelling,
    done: await cellsOfSave(tx, labelling.id, request.saveId),
    request: { ...request, changes },
    actorId: person.userId,
    status: 'IN_PROGRESS',
    chip: 'held',
  });
  if (!reply) throw new Error(`the held consensus of chip ${chip.id} changed`);
  return reply;
}

/** The reply to a save that came too late: what is wanted and not there is a conflict. */
function unchanged(
  labelling: LockedLabelling,
  changes: readonly CellChange[],
  { confirmer }: LockedChip,
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
    cells: base64Of(labelling.cells),
  };
}
