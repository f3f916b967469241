import { AppError } from '@/lib/server/app-error';
import type { ChipKey } from '@/lib/domain/chip/schema';
import type { SaveReply, SaveRequest } from '@/lib/domain/label/schema';
import type { Person } from '@/lib/server/auth/person';
import type { ProjectScope } from '@/lib/server/auth/project-scope';
import { saveTruth } from '@/lib/server/ground-truth/labelling/save';
import { ownLabelling } from '@/lib/server/label/labelling/data';
import { inTransaction, lockLabelling } from '@/lib/server/label/labelling/mutations';
import type { Tx } from '@/lib/server/label/labelling/mutations';
import { assertChangesFit } from '@/lib/server/label/save/check';
import { readSaveState } from '@/lib/server/label/save/data';
import { mergeAndWrite } from '@/lib/server/label/save/merge';
import type { LabelChip } from '@/lib/server/label/chip/data';
import { lockChip } from '@/lib/server/review/mutations';

/** Whose own labels are changed: a member, or a guest. */
type Labeler = Pick<Person, 'userId' | 'name'>;

/**
 * Saves changes to my labelling (rules at `mergeAndWrite`). A first save starts the chip; a save on a submitted chip takes it back
 * from review until it is submitted again. A confirmed chip takes no more labels: whoever sees a mistake asks for a correction.
 *
 * Two statements, without a lock: one reads all that the save is decided on, one writes if labelling and chip are still what
 * was read. Whoever loses that race does the same again while holding both rows.
 * @throws AppError `not_ready` where the chip is confirmed
 */
export async function saveLabelling(
  scope: ProjectScope,
  person: Labeler,
  key: ChipKey,
  request: SaveRequest,
): Promise<SaveReply> {
  const { reply, state } = await trySave(null, scope, person, key, request);
  if (reply) return reply;
  const chip = { id: state.chipId, rows: state.rows, cols: state.cols };
  return await inTransaction((tx) => saveHeld(tx, scope, person, chip, request));
}

/** The same inside a transaction, which holds labelling and chip from here on. */
export async function saveHeld(
  tx: Tx,
  scope: ProjectScope,
  person: Labeler,
  chip: Pick<LabelChip, 'id' | 'rows' | 'cols'>,
  request: SaveRequest,
): Promise<SaveReply> {
  await lockLabelling(tx, ownLabelling(chip.id, person), chip.rows * chip.cols);
  await lockChip(tx, chip.id);
  const { reply } = await trySave(tx, scope, person, chip.id, request);
  if (!reply) throw new Error(`the held labelling of chip ${chip.id} changed`);
  return reply;
}

async function trySave(
  tx: Tx | null,
  scope: ProjectScope,
  person: Labeler,
  key: ChipKey,
  request: SaveRequest,
) {
  const { userId } = person;
  const state = await readSaveState(tx, scope, key, { userId, saveId: request.saveId });
  if (!state) throw new AppError('not_found', 'chip.missingHere');
  assertChangesFit(request.changes, state.rows * state.cols, state.classes);
  const asked = state.control ? asControl(request) : request;
  if (state.truth) return { reply: await saveTruth(person, state.chipId, asked), state };
  const done = new Set(state.done);
  // the same save sent again is answered as before, whatever became of the chip
  if (state.status === 'CONFIRMED' && request.changes.some(({ cell }) => !done.has(cell))) {
    throw new AppError('not_ready', 'label.confirmed');
  }
  const reply = await mergeAndWrite(tx, {
    key: ownLabelling(state.chipId, person),
    labelling: {
      id: state.labellingId,
      cells: state.cells ?? new Uint8Array(state.rows * state.cols),
      revision: state.revision ?? 0,
    },
    done,
    request: asked,
    actorId: userId,
    status: state.labellingStatus === 'RETURNED' ? 'RETURNED' : 'IN_PROGRESS',
    chip: state.status === 'UNTOUCHED' || state.status === 'SUBMITTED' ? 'starts' : 'begun',
  });
  return { reply, state };
}

/**
 * On a control chip no proposal was on screen before the person submits, whatever a page says of it: an older page knows only
 * when the model had answered. The label counts, its event says so.
 */
function asControl(request: SaveRequest): SaveRequest {
  const changes = request.changes.map((change) => ({
    ...change,
    shown: change.shown && { ...change.shown, when: 'control' as const },
  }));
  return { ...request, changes };
}
