import { instant } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import type { ProjectId } from '@/lib/core/ids';
import type { Db } from '@/lib/server/db/client';

/** Makes a link with its chips, which the queue gives to nobody from now on. Those that somebody began meanwhile stay out of it. */
export async function insertLink(
  tx: Db,
  link: {
    projectId: ProjectId;
    name: string;
    instructions: string;
    tokenHash: string;
    expiresAt: Date;
    maxPeople: number;
    perChip: number;
    createdById: string;
  },
  chipIds: readonly string[],
): Promise<{ id: string; chips: number }> {
  const { id } = await tx.labellingLink.create({
    data: { id: newId(), ...link },
    select: { id: true },
  });
  const chips = await tx.$executeRaw`
    WITH held AS (
      SELECT c."id" FROM "Chip" c WHERE c."id" = ANY (${[...chipIds]}::uuid[]) ORDER BY c."id" FOR NO KEY UPDATE
    ), taken AS (
      UPDATE "Chip" c SET "skippedReason" = 'link' FROM held h
      WHERE c."id" = h."id" AND c."projectId" = ${link.projectId}::uuid AND c."status" = 'UNTOUCHED' AND c."skippedReason" IS NULL
        AND NOT EXISTS (SELECT 1 FROM "ChipLease" x WHERE x."chipId" = c."id" AND x."expiresAt" > now())
      RETURNING c."id"
    )
    INSERT INTO "LinkChip" ("linkId", "chipId") SELECT ${id}::uuid, "id" FROM taken`;
  return { id, chips };
}

/** Holds a link until the transaction ends: for one who labels by it, or alone. False: there is none in the project. */
export async function holdLink(
  tx: Db,
  { id, projectId }: { id: string; projectId: ProjectId },
): Promise<boolean> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "LabellingLink" WHERE "id" = ${id}::uuid AND "projectId" = ${projectId}::uuid FOR UPDATE`;
  return rows.length > 0;
}

/** Whether a link still lets people label; it does until the transaction ends. */
export async function shareOpenLink(tx: Db, id: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT l."id" FROM "LabellingLink" l WHERE l."id" = ${id}::uuid AND l."closedAt" IS NULL AND l."expiresAt" > now() FOR SHARE`;
  return rows.length > 0;
}

/** Ends a link early; false: it has ended. */
export async function markClosed(tx: Db, id: string): Promise<boolean> {
  const now = instant();
  const { count } = await tx.labellingLink.updateMany({
    where: { id, closedAt: null, expiresAt: { gt: now } },
    data: { closedAt: now },
  });
  return count > 0;
}

/** Puts chips of which nobody handed labels in back into the queue, what guests began on them left behind, and the others into review. */
export async function releaseChips(
  tx: Db,
  linkId: string,
  chips: { labelled: readonly string[]; others: readonly string[] },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Chip" SET "skippedReason" = NULL, "status" = CASE WHEN "status" = 'IN_PROGRESS' THEN 'SUBMITTED' ELSE "status" END
    WHERE "id" = ANY (${[...chips.labelled]}::uuid[])`;
  await tx.$executeRaw`
    UPDATE "Chip" c SET "skippedReason" = NULL, "status" = CASE WHEN "status" = 'IN_PROGRESS' AND NOT EXISTS (
        SELECT 1 FROM "Labelling" l JOIN "User" u ON u."id" = l."userId" WHERE l."chipId" = c."id" AND NOT u."isGuest")
      THEN 'UNTOUCHED' ELSE "status" END
    WHERE "id" = ANY (${[...chips.others]}::uuid[])`;
  await tx.labellingLink.update({ where: { id: linkId }, data: { releasedAt: instant() } });
}

/** A chip has labels of as many guests as asked for: reviewers decide from here on. */
export async function bringBack(tx: Db, chipId: string): Promise<void> {
  await tx.chip.updateMany({
    where: { id: chipId, skippedReason: 'link' },
    data: { skippedReason: null },
  });
}
