import { newId } from '@/lib/core/ids';
import type { ChipKey } from '@/lib/domain/chip/schema';
import type { CorrectedCell } from '@/lib/domain/correction/schema';
import type { CellChange } from '@/lib/domain/label/schema';
import type { VerdictReply } from '@/lib/domain/review/schema';
import { AppError } from '@/lib/server/app-error';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { lastSettled } from '@/lib/server/correction/data';
import {
  changesOfAccept,
  findCorrection,
  reopenCorrection,
  settleCorrection,
} from '@/lib/server/correction/mutations';
import { findLabelChip } from '@/lib/server/label/chip/data';
import { inTransaction, selectForUpdate } from '@/lib/server/label/labelling/mutations';
import type { LockedLabelling, Tx } from '@/lib/server/label/labelling/mutations';
import { writeSave } from '@/lib/server/label/save/mutations';
import { consensusKey } from '@/lib/server/review/consensus';
import { nextToReview } from '@/lib/server/review/list';
import { lockChip } from '@/lib/server/review/mutations';
import { mayUndo } from '@/lib/server/review/reopen';

/** A confirmed chip's consensus, held until the transaction ends. */
interface HeldConsensus {
  chipId: string;
  consensus: LockedLabelling;
}

/** Takes a correction over: the confirmed labels become what it asks for in its cells, and the chip stays confirmed. */
export async function acceptCorrection(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
  { correctionId, revision }: { correctionId: string; revision: number },
): Promise<VerdictReply> {
  return await settle(scope, key, correctionId, async (tx, held, changes) => {
    if (held.consensus.revision !== revision) throw new AppError('conflict', 'review.changed');
    const source = 'review';
    await changeConsensus(tx, held, changes, { source, saveId: correctionId, person });
    const by = { state: 'ACCEPTED', reviewerId: person.userId, answer: null } as const;
    return await settleCorrection(tx, correctionId, by);
  });
}

/** Declines a correction: the confirmed labels stay, and its person is told why. */
export async function declineCorrection(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
  { correctionId, reason }: { correctionId: string; reason: string },
): Promise<VerdictReply> {
  return await settle(scope, key, correctionId, async (tx) => {
    const by = { state: 'DECLINED', reviewerId: person.userId, answer: reason } as const;
    return await settleCorrection(tx, correctionId, by);
  });
}

/**
 * Takes the verdict on a correction back, where it is the last one since the chip was confirmed: the labels are what they were,
 * the correction waits again, and the chip stays confirmed.
 * @throws AppError `not_ready` where another verdict came after it, or its person has asked anew; `forbidden` for whom `mayUndo`
 * refuses
 */
export async function undoCorrection(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
  correctionId: string,
): Promise<VerdictReply> {
  const chip = await findLabelChip(scope, key);
  await inTransaction(async (tx) => {
    const { consensus } = await hold(tx, chip.id, correctionId);
    const settled = await lastSettled(tx, chip.id);
    if (!consensus || settled?.id !== correctionId) {
      throw new AppError('not_ready', 'correction.notLast');
    }
    if (!mayUndo(scope, person, settled)) throw new AppError('forbidden', 'review.notYourVerdict');
    if (!(await reopenCorrection(tx, correctionId))) {
      throw new AppError('not_ready', 'correction.askedAnew', { name: settled.name });
    }
    if (settled.state === 'DECLINED') return;
    const accepted = await changesOfAccept(tx, consensus.id, correctionId);
    // what an import has set since is not taken away
    const back = accepted
      .filter(({ cell, after }) => consensus.cells[cell] === after)
      .map(({ cell, before, after }) => ({ cell, before: after, after: before }));
    const by = { source: 'undo', saveId: newId(), person } as const;
    await changeConsensus(tx, { chipId: chip.id, consensus }, back, by);
  });
  return { status: 'CONFIRMED', next: chip.number };
}

/** Holds a chip's consensus and then the chip (`inTransaction`), and reads one of its corrections. */
async function hold(tx: Tx, chipId: string, correctionId: string) {
  const consensus = await selectForUpdate(tx, consensusKey(chipId));
  const { status } = await lockChip(tx, chipId);
  const correction = await findCorrection(tx, correctionId);
  if (correction?.chipId !== chipId) throw new AppError('not_found', 'correction.missing');
  return { consensus, status, correction };
}

/** Settles an open correction of a confirmed chip. */
async function settle(
  scope: ProjectScope,
  key: ChipKey,
  correctionId: string,
  work: (tx: Tx, held: HeldConsensus, changes: CorrectedCell[]) => Promise<boolean>,
): Promise<VerdictReply> {
  const chip = await findLabelChip(scope, key);
  await inTransaction(async (tx) => {
    const { consensus, status, correction } = await hold(tx, chip.id, correctionId);
    if (correction.state !== 'ASKED') throw new AppError('conflict', 'correction.settled');
    if (!consensus || status !== 'CONFIRMED') {
      throw new AppError('not_ready', 'correction.notConfirmed');
    }
    const changes = correction.cells.flatMap((cell, i) => {
      const [before, after] = [consensus.cells[cell], correction.after[i]];
      return before === undefined || after === undefined || before === after
        ? []
        : [{ cell, before, after }];
    });
    const settled = await work(tx, { chipId: chip.id, consensus }, changes);
    if (!settled) throw new AppError('conflict', 'correction.settled');
  });
  return { status: 'CONFIRMED', next: await nextToReview(scope) };
}

async function changeConsensus(
  tx: Tx,
  { chipId, consensus }: HeldConsensus,
  changes: readonly CorrectedCell[],
  by: { source: CellChange['source']; saveId: string; person: Person },
): Promise<void> {
  if (changes.length === 0) return;
  const cells = consensus.cells.slice();
  for (const { cell, after } of changes) cells[cell] = after;
  const written = await writeSave(tx, {
    labellingId: consensus.id,
    key: consensusKey(chipId),
    revision: consensus.revision,
    cells,
    status: 'ACCEPTED',
    applied: changes.map((change) => ({ ...change, source: by.source, shown: null })),
    actorId: by.person.userId,
    saveId: by.saveId,
    openedMs: 0,
    chip: 'held',
  });
  if (!written) throw new Error(`the held consensus ${consensus.id} changed`);
}
