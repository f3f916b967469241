import type { ChipStatus } from '@/generated/prisma/enums';
import type { Tx } from '@/lib/server/label/labelling/mutations';

/** Where a held chip stands, and who confirmed it. */
export interface HeldChip {
  status: ChipStatus;
  confirmer: { userId: string; name: string } | null;
}

/** Holds a chip's row. Labellings are held before their chip, everywhere, so that nobody waits for each other in a circle. */
export async function lockChip(tx: Tx, chipId: string): Promise<HeldChip> {
  const rows = await tx.$queryRaw<{ status: ChipStatus; userId: string | null; name: string }[]>`
    SELECT c."status"::text AS "status", u."id" AS "userId", u."name"
    FROM "Chip" c LEFT JOIN "User" u ON u."id" = c."confirmedById"
    WHERE c."id" = ${chipId}::uuid FOR UPDATE OF c`;
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

/** Takes a confirmation back: the chip waits for review again, with its labellings. */
export async function reopenChip(tx: Tx, chipId: string): Promise<void> {
  await tx.chip.update({
    where: { id: chipId },
    data: { status: 'SUBMITTED', confirmedAt: null, confirmedById: null },
    select: { id: true },
  });
  await tx.labelling.updateMany({
    where: { chipId, kind: 'PERSON', status: 'ACCEPTED' },
    data: { status: 'SUBMITTED' },
  });
}
