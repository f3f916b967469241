import type { ProjectId } from '@/lib/core/ids';
import type { Db } from '@/lib/server/db/client';

interface Round {
  projectId: ProjectId;
  userId: string;
  round: number;
}

/** Begins a round; nothing happens where it has begun. */
export async function insertRound(tx: Db, round: Round): Promise<void> {
  await tx.practiceRound.createMany({ data: [round], skipDuplicates: true });
}

/** Holds a person's open round; null: they have none. */
export async function holdOpenRound(
  tx: Db,
  { projectId, userId }: Omit<Round, 'round'>,
): Promise<number | null> {
  const [row] = await tx.$queryRaw<{ round: number }[]>`
    SELECT "round" FROM "PracticeRound"
    WHERE "projectId" = ${projectId}::uuid AND "userId" = ${userId}::uuid AND "endedAt" IS NULL FOR UPDATE`;
  return row?.round ?? null;
}

/** A held round has ended. */
export async function endRound(
  tx: Db,
  { projectId, userId, round }: Round,
  result: { same: number; cells: number; percent: number | null; passed: boolean | null },
): Promise<void> {
  const { same, cells, percent, passed } = result;
  await tx.$executeRaw`
    UPDATE "PracticeRound" SET "endedAt" = clock_timestamp(), "same" = ${same}::int, "cells" = ${cells}::int,
      "percent" = ${percent}::int, "passed" = ${passed}::boolean
    WHERE "projectId" = ${projectId}::uuid AND "userId" = ${userId}::uuid AND "round" = ${round}::int`;
}
