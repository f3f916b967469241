import { Prisma } from '@/generated/prisma/client';
import type { ProjectId } from '@/lib/core/ids';
import type { GuestChip, GuestProgress } from '@/lib/domain/labelling-link/schema';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';

/** Minutes after which a chip that a guest got and left goes to others too. */
const AWAY_MINUTES = 30;

/** Whether chip `k` of a link can be had by a guest: still out, not passed over or handed in by them, and not as many others have it. */
function isFor(guest: { linkId: string; userId: string }): Prisma.Sql {
  return Prisma.sql`(k."linkId" = ${guest.linkId}::uuid AND c."skippedReason" = 'link'
    AND NOT EXISTS (SELECT 1 FROM "LinkTurn" m WHERE m."linkId" = k."linkId" AND m."chipId" = k."chipId" AND m."userId" = ${guest.userId}::uuid
      AND (m."submittedAt" IS NOT NULL OR m."skippedAt" IS NOT NULL))
    AND (SELECT count(*) FROM "LinkTurn" t WHERE t."linkId" = k."linkId" AND t."chipId" = k."chipId" AND t."userId" <> ${guest.userId}::uuid
      AND (t."submittedAt" IS NOT NULL OR t."skippedAt" IS NULL AND t."at" > now() - make_interval(mins => ${AWAY_MINUTES}::int)))
      < (SELECT l."perChip" FROM "LabellingLink" l WHERE l."id" = k."linkId"))`;
}

/**
 * The chip that a guest labels next: the one that they have at hand, else one that others have labelled already, so that chips are
 * done one after the other; by number.
 */
export async function nextChipOf(
  tx: Db,
  guest: { linkId: string; userId: string },
): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    SELECT c."id" FROM "LinkChip" k JOIN "Chip" c ON c."id" = k."chipId"
    LEFT JOIN "LinkTurn" own ON own."linkId" = k."linkId" AND own."chipId" = k."chipId" AND own."userId" = ${guest.userId}::uuid
    WHERE ${isFor(guest)}
    ORDER BY own."at" DESC NULLS LAST, (
      SELECT count(*) FROM "LinkTurn" t WHERE t."linkId" = k."linkId" AND t."chipId" = k."chipId" AND t."submittedAt" IS NOT NULL) DESC, c."number"
    LIMIT 1`;
  return row?.id ?? null;
}

/** How far a guest is. */
export async function progressOf(guest: {
  linkId: string;
  userId: string;
}): Promise<GuestProgress> {
  const [row] = await db().$queryRaw<{ done: number; left: number }[]>`
    SELECT (SELECT count(*)::int FROM "LinkTurn" t
        WHERE t."linkId" = ${guest.linkId}::uuid AND t."userId" = ${guest.userId}::uuid AND t."submittedAt" IS NOT NULL) AS "done",
      (SELECT count(*)::int FROM "LinkChip" k JOIN "Chip" c ON c."id" = k."chipId" WHERE ${isFor(guest)}) AS "left"`;
  const { done, left } = row ?? { done: 0, left: 0 };
  return { done, total: done + left };
}

/** A chip that a guest got, and whether it takes labels of theirs: they are not through with it, and it is still out. Null: they never got it. */
export async function findTurn(
  guest: { linkId: string; userId: string },
  chipId: string,
  tx: Db = db(),
) {
  const turn = await tx.linkTurn.findUnique({
    where: { linkId_chipId_userId: { ...guest, chipId } },
    select: {
      ...{ submittedAt: true, skippedAt: true },
      chip: {
        select: {
          chip: {
            select: {
              ...{ id: true, number: true, rows: true, cols: true, width: true, height: true },
              ...{
                cellPx: true,
                status: true,
                imageSha: true,
                mediaType: true,
                skippedReason: true,
              },
            },
          },
        },
      },
    },
  });
  if (!turn) return null;
  const { submittedAt, skippedAt, chip } = turn;
  const { skippedReason, ...found } = chip.chip;
  const open = submittedAt === null && skippedAt === null && skippedReason === 'link';
  return { open, submittedAt, chip: found };
}

/** A chip as a guest sees it. */
export function toGuestChip(
  linkId: string,
  chip: Omit<GuestChip, 'imageUrl'> & { imageSha: string },
): GuestChip {
  const { id, rows, cols, width, height, cellPx, imageSha } = chip;
  const imageUrl = `/api/v1/guest/${linkId}/chips/${id}/image?v=${imageSha.slice(0, 16)}`;
  return { id, rows, cols, width, height, cellPx, imageUrl };
}

/** The first two labellings of a chip that guests handed in, first submitted first, and how many there are. */
export async function guestLabellings(
  tx: Db,
  chipId: string,
): Promise<{ userId: string; cells: Uint8Array }[]> {
  const rows = await tx.labelling.findMany({
    where: { chipId, kind: 'PERSON', status: 'SUBMITTED', user: { isGuest: true } },
    orderBy: [{ submittedAt: 'asc' }, { id: 'asc' }],
    select: { userId: true, cells: true },
  });
  return rows.map(({ userId, cells }) => ({ userId: userId ?? '', cells }));
}

/** The source of imported labels under its name; null: none came from it yet. */
export async function findSource(projectId: ProjectId, source: string): Promise<string | null> {
  const row = await db().guest.findFirst({
    where: { projectId, source, linkId: null },
    select: { userId: true },
  });
  return row?.userId ?? null;
}
