import type { Correction } from '@/generated/prisma/client';
import { instant } from '@/lib/core/clock';
import type { CorrectionRequest } from '@/lib/domain/correction/schema';
import type { CellChange } from '@/lib/domain/label/schema';
import { db } from '@/lib/server/db/client';
import type { Tx } from '@/lib/server/label/labelling/mutations';

/** Writes a person's correction of a held chip down; an open one of theirs is withdrawn by it. */
export async function putCorrection(
  tx: Tx,
  chipId: string,
  userId: string,
  { correctionId, changes, reason }: CorrectionRequest,
): Promise<void> {
  await tx.correction.updateMany({
    where: { chipId, userId, state: 'ASKED' },
    data: { state: 'WITHDRAWN' },
  });
  // of an answer that they have not read they ask anew: it is read
  await tx.$executeRaw`UPDATE "Correction" SET "seenAt" = now()
    WHERE "chipId" = ${chipId}::uuid AND "userId" = ${userId}::uuid AND "seenAt" IS NULL`;
  await tx.correction.create({
    data: {
      ...{ id: correctionId, chipId, userId, reason },
      cells: changes.map(({ cell }) => cell),
      before: changes.map(({ before }) => before),
      after: changes.map(({ after }) => after),
    },
    select: { id: true },
  });
}

/** A correction by its id, whatever its state. */
export async function findCorrection(tx: Tx, id: string): Promise<Correction | null> {
  return await tx.correction.findUnique({ where: { id } });
}

/** Ends an open correction of a held chip. False where its person has taken it back meanwhile. */
export async function settleCorrection(
  tx: Tx,
  id: string,
  by: { state: 'ACCEPTED' | 'DECLINED'; reviewerId: string; answer: string | null },
): Promise<boolean> {
  const { state, reviewerId, answer } = by;
  const changed = await tx.$executeRaw`
    UPDATE "Correction" SET "state" = ${state}::"CorrectionState", "settledById" = ${reviewerId}::uuid,
      "settledAt" = clock_timestamp(), "answer" = ${answer}, "seenAt" = NULL
    WHERE "id" = ${id}::uuid AND "state" = 'ASKED'`;
  return changed > 0;
}

/** Makes a settled correction of a held chip wait again. False where its person has asked anew meanwhile. */
export async function reopenCorrection(tx: Tx, id: string): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE "Correction" k SET "state" = 'ASKED', "settledById" = NULL, "settledAt" = NULL, "answer" = NULL, "seenAt" = NULL
    WHERE k."id" = ${id}::uuid AND NOT EXISTS (SELECT 1 FROM "Correction" o
      WHERE o."chipId" = k."chipId" AND o."userId" = k."userId" AND o."state" = 'ASKED')`;
  return changed > 0;
}

/** What accepting a correction last changed in the consensus, to be changed back. */
export async function changesOfAccept(
  tx: Tx,
  labellingId: string,
  correctionId: string,
): Promise<Pick<CellChange, 'cell' | 'before' | 'after'>[]> {
  const event = await tx.labelEvent.findFirst({
    where: { labellingId, saveId: correctionId },
    orderBy: { id: 'desc' },
    select: { cells: true, before: true, after: true },
  });
  if (!event) return [];
  return event.cells.map((cell, i) => ({
    cell,
    before: event.before[i] ?? 0,
    after: event.after[i] ?? 0,
  }));
}

/** Takes a person's open correction of a chip back; false where there is none. */
export async function withdraw(chipId: string, userId: string): Promise<boolean> {
  const { count } = await db().correction.updateMany({
    where: { chipId, userId, state: 'ASKED' },
    data: { state: 'WITHDRAWN' },
  });
  return count > 0;
}

/** Notes that a person has read how their corrections of a chip ended. */
export async function noteRead(chipId: string, userId: string): Promise<void> {
  await db().correction.updateMany({
    where: { chipId, userId, state: { in: ['ACCEPTED', 'DECLINED'] }, seenAt: null },
    data: { seenAt: instant() },
  });
}
