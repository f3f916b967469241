import type {
  LabellingView,
  SaveReply,
  SaveRequest,
  SubmitRequest,
} from '@/lib/domain/label/schema';
import type { GuestNext } from '@/lib/domain/labelling-link/schema';
import { AppError } from '@/lib/server/app-error';
import type { Guest, ProjectScope } from '@/lib/server/auth/gate';
import {
  findTurn,
  guestLabellings,
  nextChipOf,
  progressOf,
  toGuestChip,
} from '@/lib/server/guest/data';
import { endTurn, insertGuestPair, leave, takeTurn } from '@/lib/server/guest/mutations';
import { ownLabelling, readLabelling } from '@/lib/server/label/labelling/data';
import { inTransaction } from '@/lib/server/label/labelling/mutations';
import type { Tx } from '@/lib/server/label/labelling/mutations';
import { saveHeld } from '@/lib/server/label/save/save';
import { submitHeld } from '@/lib/server/label/submit/submit';
import { bringBack, holdLink, shareOpenLink } from '@/lib/server/labelling-link/mutations';

const keyOf = ({ linkId, userId }: Guest) => ({ linkId, userId });

/** Gives a guest the chip that they have at hand, or the next one; none where nothing of the link is left for them. */
export async function nextOfGuest(scope: ProjectScope, guest: Guest): Promise<GuestNext> {
  const key = keyOf(guest);
  const chipId = await inTransaction(async (tx) => {
    // one after the other, so that no more people get a chip than are to label it
    await holdLink(tx, { id: guest.linkId, projectId: scope.projectId });
    await assertOpen(tx, guest);
    const id = await nextChipOf(tx, key);
    if (id !== null) await takeTurn(tx, { ...key, chipId: id });
    return id;
  });
  const turn = chipId === null ? null : await findTurn(key, chipId);
  const progress = await progressOf(key);
  if (!turn) return { chip: null, labelling: null, progress };
  const labelling = await readLabelling(turn.chip, ownLabelling(turn.chip.id, guest));
  return { chip: toGuestChip(guest.linkId, turn.chip), labelling, progress };
}

/** The stored picture of a chip that a guest has or had. @throws AppError `not_found` */
export async function guestPicture(
  guest: Guest,
  chipId: string,
): Promise<{ sha256: string; mediaType: string }> {
  const { chip } = await turnOf(guest, chipId);
  return { sha256: chip.imageSha, mediaType: chip.mediaType };
}

/** Saves changes of a guest's labels of a chip that they have. @throws AppError `not_found`, `not_ready`, `gone` */
export async function saveAsGuest(
  scope: ProjectScope,
  guest: Guest,
  chipId: string,
  request: SaveRequest,
): Promise<SaveReply> {
  return await inTransaction(async (tx) => {
    await assertOpen(tx, guest);
    const { chip, open } = await turnOf(guest, chipId, tx);
    if (!open) throw new AppError('not_ready', 'link.chipDone');
    const reply = await saveHeld(tx, scope, guest, chip, withoutProposals(request));
    await takeTurn(tx, { ...keyOf(guest), chipId });
    return reply;
  });
}

/** No proposal is ever shown to a guest, whatever a page says of it. */
function withoutProposals(request: SaveRequest): SaveRequest {
  return { ...request, changes: request.changes.map((change) => ({ ...change, shown: null })) };
}

/**
 * A guest hands a chip in, which is once: it goes to review when as many guests have as the link asks for (docs/decisions/0047).
 * @throws AppError as `saveAsGuest`
 */
export async function submitAsGuest(
  scope: ProjectScope,
  guest: Guest,
  chipId: string,
  request: Pick<SubmitRequest, 'submitId' | 'revision' | 'openedMs' | 'waitedMs'>,
): Promise<LabellingView> {
  const chip = await inTransaction(async (tx) => {
    // nobody saves meanwhile: a chip that goes to review is not begun again
    await holdLink(tx, { id: guest.linkId, projectId: scope.projectId });
    await assertOpen(tx, guest);
    const turn = await turnOf(guest, chipId, tx);
    if (turn.submittedAt !== null) return turn.chip;
    if (!turn.open) throw new AppError('not_ready', 'link.chipDone');
    const awaits = (_tx: Tx, _scope: ProjectScope, held: { id: string }) =>
      awaitsGuests(tx, scope, guest, held.id);
    await submitHeld(tx, scope, { chip: turn.chip, person: guest, request, awaits });
    await endTurn(tx, { ...keyOf(guest), chipId }, 'submittedAt');
    return turn.chip;
  });
  return await readLabelling(chip, ownLabelling(chip.id, guest));
}

/** Whether a chip, whose row is held, waits for more guests. When it does not, it is no longer out. */
async function awaitsGuests(
  tx: Tx,
  { projectId }: ProjectScope,
  guest: Guest,
  chipId: string,
): Promise<boolean> {
  const labellings = await guestLabellings(tx, chipId);
  if (labellings.length < guest.perChip) return true;
  const [first, second] = labellings;
  if (first && second && labellings.length === Math.max(2, guest.perChip)) {
    await insertGuestPair(tx, { projectId, chipId, first, second });
  }
  await bringBack(tx, chipId);
  return false;
}

/** A guest cannot tell what a chip shows: they do not get it again, and others do. */
export async function skipAsGuest(guest: Guest, chipId: string): Promise<void> {
  await inTransaction(async (tx) => {
    await assertOpen(tx, guest);
    const { open } = await turnOf(guest, chipId, tx);
    if (open) await endTurn(tx, { ...keyOf(guest), chipId }, 'skippedAt');
  });
}

/** A guest says that they are done. */
export async function endGuest(guest: Guest): Promise<void> {
  await inTransaction((tx) => leave(tx, keyOf(guest)));
}

/** A link that was closed since the gate lets nothing in any more; one that is closed from here on waits for this. */
async function assertOpen(tx: Tx, guest: Guest): Promise<void> {
  if (!(await shareOpenLink(tx, guest.linkId))) throw new AppError('gone', 'link.closed');
}

async function turnOf(guest: Guest, chipId: string, tx?: Tx) {
  const turn = await findTurn(keyOf(guest), chipId, tx);
  if (!turn) throw new AppError('not_found', 'link.noChip');
  return turn;
}
