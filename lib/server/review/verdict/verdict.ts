import { AppError } from '@/lib/server/app-error';
import type { ChipKey } from '@/lib/domain/chip/schema';
import { isDecided } from '@/lib/domain/label/cell-code';
import type { AcceptRequest, VerdictReply } from '@/lib/domain/review/schema';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { insertLabelling } from '@/lib/server/label/labelling/mutations';
import type { Tx } from '@/lib/server/label/labelling/mutations';
import { consensusKey } from '@/lib/server/review/consensus';
import { draftFrom, readSettling } from '@/lib/server/review/draft';
import { nextToReview } from '@/lib/server/review/list';
import { readVerdictState } from '@/lib/server/review/verdict/data';
import type { StateLabelling, VerdictState } from '@/lib/server/review/verdict/data';
import { writeVerdict } from '@/lib/server/review/verdict/mutations';
import type { VerdictChanges } from '@/lib/server/review/verdict/mutations';

/** Times that a verdict is decided anew because somebody wrote in between. */
const ATTEMPTS = 5;

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
  await decide(null, scope, key, (state) => accept(null, state, person, request));
  return { status: 'CONFIRMED', next: await nextToReview(scope) };
}

/** The same as part of a transaction that holds the chip's labellings and the chip. */
export async function acceptWithin(
  tx: Tx,
  scope: ProjectScope,
  person: Person,
  chipId: string,
  request: AcceptRequest,
): Promise<void> {
  await decide(tx, scope, chipId, (state) => accept(tx, state, person, request));
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
  await decide(null, scope, key, (state) => returnLabelling(state, person, reason));
  return { status: 'RETURNED', next: await nextToReview(scope) };
}

/**
 * Two statements, without a lock: one reads all that a verdict is decided on, one writes it if chip and labellings are still as
 * they were read. Null is a verdict that had to make the consensus' row first: it is decided on what is there now. Who loses that
 * race decides again, and mostly learns that there is another verdict by now.
 */
async function decide(
  tx: Tx | null,
  scope: ProjectScope,
  key: ChipKey,
  verdictOf: (state: VerdictState) => VerdictChanges | Promise<VerdictChanges | null>,
): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const state = await readVerdictState(scope, key, tx);
    if (!state) throw new AppError('not_found', 'chip.missingHere');
    assertWaiting(state.status);
    const verdict = await verdictOf(state);
    if (verdict && (await writeVerdict(state, verdict, tx))) return;
  }
  throw new AppError('conflict', 'review.changed');
}

async function accept(
  tx: Tx | null,
  state: VerdictState,
  person: Person,
  request: AcceptRequest,
): Promise<VerdictChanges | null> {
  const { consensus } = state;
  const labellings = state.people.filter(isSubmittedOnce);
  const size = state.rows * state.cols;
  const chip = { id: state.chipId, rows: state.rows, cols: state.cols };
  const settling = await readSettling(tx, chip, consensus, labellings);
  const found = draftFrom(state, consensus, labellings, state.reviewed, settling);
  const { draft, isNew, open } = found;
  if ((consensus?.revision ?? 0) !== request.revision || found.basis !== request.basis) {
    throw new AppError('conflict', 'review.changed');
  }
  if (open.length > 0) {
    throw new AppError('not_ready', 'review.peopleDiffer', { count: open.length }, { cells: open });
  }
  if (!draft.some(isDecided)) throw new AppError('not_ready', 'review.nothingDecided');
  if (!consensus) {
    await insertLabelling(tx, consensusKey(state.chipId), size);
    return null;
  }
  const labellingId = consensus.id;
  const seeded = consensus.revision + (isNew ? 1 : 0);
  const revision = seeded + 1;
  const settled = found.settled ? { settled: found.settled } : {};
  const seed = {
    ...{ labellingId, revision: seeded, seed: draft },
    ...{ kind: 'SEED' as const, source: 'review' as const },
    ...settled,
  };
  const event = {
    ...{ labellingId, revision, kind: 'ACCEPT' as const, msSinceOpen: request.openedMs },
    ...settled,
  };
  return {
    status: 'CONFIRMED',
    reviewerId: person.userId,
    labellings: [
      { id: labellingId, revision, status: 'ACCEPTED', cells: draft },
      ...state.people
        .filter((own) => own.status === 'SUBMITTED')
        .map((own) => ({ id: own.id, revision: own.revision, status: 'ACCEPTED' as const })),
    ],
    // a draft that is not stored yet is written down before it is accepted
    events: isNew ? [seed, event] : [event],
  };
}

function returnLabelling(state: VerdictState, person: Person, reason: string): VerdictChanges {
  const submitted = state.people.filter((own) => own.status === 'SUBMITTED');
  if (submitted.length === 0) throw new AppError('not_ready', 'review.imported');
  // a consensus at revision 0 has no labels yet: nothing that could be returned
  const { consensus } = state;
  const returned = consensus && consensus.revision > 0 ? [...submitted, consensus] : submitted;
  return {
    status: 'RETURNED',
    reviewerId: person.userId,
    labellings: returned.map(({ id, revision, userId }) => ({
      ...{ id, revision: revision + 1, status: 'RETURNED' as const },
      ...(userId === null ? {} : { returnReason: reason }),
    })),
    events: returned.map(({ id, revision }) => ({
      ...{ labellingId: id, revision: revision + 1, kind: 'RETURN' as const, note: reason },
    })),
  };
}

function isSubmittedOnce({ status }: StateLabelling): boolean {
  return status !== 'IN_PROGRESS';
}

function assertWaiting(status: string): void {
  if (status === 'SUBMITTED') return;
  const why = status === 'CONFIRMED' ? 'review.confirmed' : 'review.notWaiting';
  throw new AppError('not_ready', why, {}, { status });
}
