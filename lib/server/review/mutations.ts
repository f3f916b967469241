import type { ChipStatus } from '@/generated/prisma/enums';
import type { Tx } from '@/lib/server/label/labelling/mutations';

/** Where a held chip stands, and who confirmed it. */
export interface LockedChip {
  status: ChipStatus;
  confirmer: { userId: string; name: string } | null;
}

/** Holds a chip's row, after its labellings (the order of locks is told at `inTransaction`). */
export async function lockChip(tx: Tx, chipId: string): Promise<LockedChip> {
  const rows = await tx.$queryRaw<{ status: ChipStatus; userId: string | null; name: string }[]>`
    SELECT c."status"::text AS "status", u."id" AS "userId", u."name"
    FROM "Chip" c LEFT JOIN "User" u ON u."id" = c."confirmedById"
    WHERE c."id" = ${chipId}::uuid FOR NO KEY UPDATE OF c`;
  const row = rows[0];
  if (!row) throw new Error(`chip ${chipId} is gone`);
  const { status, userId, name } = row;
  return { status, confirmer: userId === null ? null : { userId, name } };
}

/** Holds people's labellings of a chip. */
export async function lockPersonLabellings(tx: Tx, chipId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Labelling" WHERE "chipId" = ${chipId}::uuid AND "kind" = 'PERSON'
    ORDER BY "id" FOR UPDATE`;
}

/**
 * Makes a chip with a verdict wait for review again, with its labellings: submitted when they were, as nothing of them changed.
 * Those that were returned get an event, so that their pages learn of it. What was taken over and never submitted stays out.
 */
export async function reopenChip(tx: Tx, chipId: string, actorId: string): Promise<void> {
  await tx.$executeRaw`
    WITH taken AS (
      UPDATE "Labelling" l SET "status" = 'SUBMITTED', "returnReason" = NULL,
        "revision" = l."revision" + CASE WHEN before."status" = 'RETURNED' THEN 1 ELSE 0 END
      FROM "Labelling" before
      WHERE before."id" = l."id" AND l."chipId" = ${chipId}::uuid AND l."kind" = 'PERSON' AND l."status" IN ('RETURNED', 'ACCEPTED')
        AND l."submittedAt" IS NOT NULL
      RETURNING l."id", l."revision", before."status" AS "before"
    )
    INSERT INTO "LabelEvent" ("labellingId", "revision", "kind", "actorId", "source", "note")
    SELECT "id", "revision", 'RETURN', ${actorId}::uuid, 'review', 'reopened' FROM taken WHERE "before" = 'RETURNED'`;
  await tx.chip.update({
    where: { id: chipId },
    data: { status: 'SUBMITTED', confirmedAt: null, confirmedById: null },
    select: { id: true },
  });
}
