import { Prisma } from '@/generated/prisma/client';
import { instant } from '@/lib/core/clock';
import { projectIdOfRow } from '@/lib/core/ids';
import type { ProjectId } from '@/lib/core/ids';
import { LINK_MOST } from '@/lib/domain/labelling-link/schema';
import type { LabellingLinkView, LinkState } from '@/lib/domain/labelling-link/schema';
import type { ChipFilter } from '@/lib/domain/chip-filter/schema';
import { chipConditions } from '@/lib/server/chip-filter/data';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';

/** A link as it stands. */
export interface LinkRow {
  id: string;
  projectId: ProjectId;
  name: string;
  instructions: string;
  expiresAt: Date;
  closedAt: Date | null;
  maxPeople: number;
  perChip: number;
  project: { slug: string; name: string; rule: string; archived: boolean };
}

const LINK = {
  ...{ id: true, projectId: true, name: true, instructions: true, expiresAt: true },
  ...{ closedAt: true, maxPeople: true, perChip: true },
  project: { select: { slug: true, name: true, rule: true, archivedAt: true } },
} as const satisfies Prisma.LabellingLinkSelect;

/** The link with a secret's hash; null: there is none. */
export async function findLink(tokenHash: string, tx: Db = db()): Promise<LinkRow | null> {
  const row = await tx.labellingLink.findUnique({ where: { tokenHash }, select: LINK });
  return row && toLink(row);
}

function toLink(row: Prisma.LabellingLinkGetPayload<{ select: typeof LINK }>): LinkRow {
  const { archivedAt, ...project } = row.project;
  return {
    ...row,
    projectId: projectIdOfRow(row.projectId),
    project: { ...project, archived: archivedAt !== null },
  };
}

/** Why a link lets nobody label: closed before it expired; null: it does. */
export function endOf(
  { closedAt, expiresAt }: Pick<LinkRow, 'closedAt' | 'expiresAt'>,
  now = instant(),
): 'closed' | 'expired' | null {
  if (closedAt) return 'closed';
  return expiresAt <= now ? 'expired' : null;
}

/** A guest, as their cookie's secret says, with their link. */
export async function findGuest(
  linkId: string,
  sessionHash: string,
): Promise<{ userId: string; name: string; link: LinkRow } | null> {
  const row = await db().guest.findFirst({
    where: { sessionHash, linkId, leftAt: null, user: { disabledAt: null } },
    select: { userId: true, user: { select: { name: true } }, link: { select: LINK } },
  });
  return row?.link ? { userId: row.userId, name: row.user.name, link: toLink(row.link) } : null;
}

/** How many began by a link. */
export async function countGuests(linkId: string, tx: Db = db()): Promise<number> {
  return await tx.guest.count({ where: { linkId } });
}

/** How many chips a link has, and how many of them are still out. */
export async function countLinkChips(linkId: string): Promise<{ chips: number; out: number }> {
  const [row] = await db().$queryRaw<{ chips: number; out: number }[]>`
    SELECT count(*)::int AS "chips", count(*) FILTER (WHERE c."skippedReason" = 'link')::int AS "out"
    FROM "LinkChip" k JOIN "Chip" c ON c."id" = k."chipId" WHERE k."linkId" = ${linkId}::uuid`;
  return row ?? { chips: 0, out: 0 };
}

/** A project's links with how far they are, newest first. */
export async function listLinks(projectId: ProjectId, id?: string): Promise<LabellingLinkView[]> {
  const rows = await db().$queryRaw<
    (Omit<LabellingLinkView, 'state'> & { closedAt: Date | null })[]
  >`
    SELECT l."id", l."name", l."createdAt", l."expiresAt", l."closedAt", l."perChip", l."maxPeople",
      (SELECT count(*)::int FROM "Guest" g WHERE g."linkId" = l."id") AS "people", c."chips", c."done", c."labellings"
    FROM "LabellingLink" l, LATERAL (
      SELECT count(*)::int AS "chips", coalesce(sum(t."n"), 0)::int AS "labellings",
        count(*) FILTER (WHERE t."n" >= l."perChip")::int AS "done"
      FROM "LinkChip" k, LATERAL (
        SELECT count(*) AS "n" FROM "LinkTurn" t
        WHERE t."linkId" = k."linkId" AND t."chipId" = k."chipId" AND t."submittedAt" IS NOT NULL) t
      WHERE k."linkId" = l."id") c
    WHERE l."projectId" = ${projectId}::uuid AND ${id === undefined ? Prisma.sql`true` : Prisma.sql`l."id" = ${id}::uuid`}
    ORDER BY l."createdAt" DESC LIMIT 100`;
  return rows.map(({ closedAt, ...row }) => ({ ...row, state: stateOf({ ...row, closedAt }) }));
}

function stateOf(
  row: Pick<LinkRow, 'closedAt' | 'expiresAt'> & { chips: number; done: number },
): LinkState {
  return endOf(row) ?? (row.done === row.chips ? 'done' : 'open');
}

/** Ids of chips that can go out, by number: of a filter and, where they are given, of these numbers; what nobody has begun or holds. */
export async function freeChips(
  projectId: ProjectId,
  filter: ChipFilter,
  numbers: readonly number[] | null,
  most: number,
  tx: Db = db(),
): Promise<string[]> {
  if (filter.state !== undefined && filter.state !== 'untouched') return [];
  const passes = chipConditions(projectId, 'untouched', filter);
  if (passes === null) return [];
  const named =
    numbers === null ? Prisma.sql`true` : Prisma.sql`c."number" = ANY (${[...numbers]}::int[])`;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT c."id" FROM "Chip" c WHERE c."projectId" = ${projectId}::uuid AND ${passes} AND ${named}
      AND NOT EXISTS (SELECT 1 FROM "ChipLease" x WHERE x."chipId" = c."id" AND x."expiresAt" > now())
    ORDER BY c."number" LIMIT ${Math.min(most, LINK_MOST.chips + 1)}`;
  return rows.map((row) => row.id);
}

/** Links that have ended and still hold chips. */
export async function endedLinks(limit: number): Promise<{ id: string; projectId: ProjectId }[]> {
  const rows = await db().labellingLink.findMany({
    where: { releasedAt: null, expiresAt: { lte: instant() } },
    select: { id: true, projectId: true },
    take: limit,
  });
  return rows.map(({ id, projectId }) => ({ id, projectId: projectIdOfRow(projectId) }));
}

/** Chips of a link that are still out, and whether somebody has handed labels of them in. */
export async function chipsOut(
  tx: Db,
  linkId: string,
): Promise<{ chipId: string; labelled: boolean }[]> {
  return await tx.$queryRaw`
    SELECT c."id" AS "chipId", EXISTS (
      SELECT 1 FROM "Labelling" l WHERE l."chipId" = c."id" AND l."kind" = 'PERSON' AND l."status" = 'SUBMITTED') AS "labelled"
    FROM "LinkChip" k JOIN "Chip" c ON c."id" = k."chipId"
    WHERE k."linkId" = ${linkId}::uuid AND c."skippedReason" = 'link' ORDER BY c."id" FOR NO KEY UPDATE OF c`;
}
