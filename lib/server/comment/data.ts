import { Prisma } from '@/generated/prisma/client';
import type { ChipStatus } from '@/generated/prisma/enums';
import type { ProjectId } from '@/lib/core/ids';
import { threadsOf } from '@/lib/domain/comment/threads';
import type { StoredComment } from '@/lib/domain/comment/threads';
import type { CommentsReply } from '@/lib/domain/comment/schema';
import type { RoleName } from '@/lib/domain/member/schema';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';
import { IS_MASKED, MASKED_STATUS } from '@/lib/server/ground-truth/masked/data';

/** Who reads, in the project that is meant. */
export interface Reader {
  userId: string;
  role: RoleName;
}

/**
 * Whether somebody labels the chip "c" without others' words (docs/decisions/0041): they have not submitted it, it is not confirmed,
 * and they are a labeler, or it is a control chip for them, or theirs to label a second time. `role` is SQL: a value, or a column.
 */
export function readsBlind(userId: Prisma.Sql, role: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(${isTruthFor(userId, role)} OR c."status" <> 'CONFIRMED'
    AND NOT EXISTS (SELECT 1 FROM "Labelling" b WHERE b."chipId" = c."id" AND b."userId" = ${userId} AND b."kind" = 'PERSON'
      AND b."submittedAt" IS NOT NULL)
    AND (${role} = 'LABELER' OR EXISTS (SELECT 1 FROM "Assignment" b
      WHERE b."chipId" = c."id" AND b."userId" = ${userId} AND (b."control" OR EXISTS (SELECT 1 FROM "SecondLook" s
        WHERE s."chipId" = c."id" AND s."state" = 'OPEN' AND s."firstId" IS DISTINCT FROM ${userId}
          AND s."secondId" IS DISTINCT FROM ${userId})))))`;
}

/**
 * Whether the chip "c" came to a labeler as ground truth: old threads would tell that it is no chip like others, so they read their own
 * only, for good, and nobody tells them that there are more.
 */
function isTruthFor(userId: Prisma.Sql, role: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(${role} = 'LABELER' AND EXISTS (SELECT 1 FROM "GroundTruthLabelling" g
    WHERE g."chipId" = c."id" AND g."userId" = ${userId} AND ${IS_MASKED}))`;
}

const blindTo = ({ userId, role }: Reader): Prisma.Sql =>
  readsBlind(Prisma.sql`${userId}::uuid`, Prisma.sql`${role}::text`);

/** Of these chips those that the reader labels without others' words. */
async function blindAmong(
  chipIds: readonly string[],
  reader: Reader,
): Promise<ReadonlySet<string>> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT c."id" FROM "Chip" c WHERE c."id" = ANY (${[...chipIds]}::uuid[]) AND ${blindTo(reader)}`;
  return new Set(rows.map(({ id }) => id));
}

/** Whether a chip came to the reader as ground truth. */
async function isTruthTo(chipId: string, { userId, role }: Reader): Promise<boolean> {
  const [row] = await db().$queryRaw<{ is: boolean }[]>`
    SELECT ${isTruthFor(Prisma.sql`${userId}::uuid`, Prisma.sql`${role}::text`)} AS "is" FROM "Chip" c WHERE c."id" = ${chipId}::uuid`;
  return row?.is ?? false;
}

/** Threads of a chip that the reader may read: those that they began, and unless they label it blind all others. */
export async function readThreads(chipId: string, reader: Reader): Promise<CommentsReply> {
  const [comments, blind, truth] = await Promise.all([
    commentsOf([chipId]),
    blindAmong([chipId], reader),
    isTruthTo(chipId, reader),
  ]);
  const all = threadsOf(comments.map(({ comment }) => comment));
  const threads = blind.has(chipId) ? all.filter(isOf(reader.userId)) : all;
  return { threads, heldBack: truth ? 0 : all.length - threads.length };
}

const isOf = (userId: string) => (thread: { comments: { by: { userId: string } }[] }) =>
  thread.comments[0]?.by.userId === userId;

/** All comments of chips, oldest first. */
async function commentsOf(
  chipIds: readonly string[],
): Promise<{ chipId: string; comment: StoredComment }[]> {
  const rows = await db().comment.findMany({
    where: { chipId: { in: [...chipIds] } },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
    include: {
      user: { select: { name: true } },
      resolvedBy: { select: { name: true } },
    },
  });
  const names = await namesOf(rows.flatMap(({ mentions }) => mentions));
  return rows.map(({ chipId, userId, user, resolvedBy, mentions, ...row }) => ({
    chipId,
    comment: {
      ...row,
      by: { userId, name: user.name },
      resolvedBy: resolvedBy?.name ?? null,
      mentions: mentions.flatMap((id) => {
        const name = names.get(id);
        return name === undefined ? [] : [{ userId: id, name }];
      }),
    },
  }));
}

async function namesOf(ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db().user.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** A chip in a list of what is talked about. */
export interface ListedChip {
  id: string;
  number: number;
  status: ChipStatus;
  picture: string;
}

/** Chips with open threads that the reader may read, by number. */
export async function commentedChips(
  projectId: ProjectId,
  reader: Reader,
  { cursor, limit }: { cursor: number; limit: number },
): Promise<ListedChip[]> {
  return await db().$queryRaw`
    SELECT c."id", c."number", s."name" AS "picture", CASE WHEN ${isTruthFor(Prisma.sql`${reader.userId}::uuid`, Prisma.sql`${reader.role}::text`)}
      THEN (SELECT ${MASKED_STATUS} FROM "GroundTruthLabelling" g WHERE g."chipId" = c."id" AND g."userId" = ${reader.userId}::uuid)
      ELSE c."status"::text END AS "status"
    FROM "Chip" c JOIN "Asset" s ON s."id" = c."assetId"
    WHERE c."projectId" = ${projectId}::uuid AND c."openComments" > 0 AND c."number" > ${cursor} AND ${mayReadSome(reader)}
    ORDER BY c."number" LIMIT ${limit}`;
}

/** The chip "c" has an open thread that the reader may read. */
function mayReadSome(reader: Reader): Prisma.Sql {
  return Prisma.sql`(NOT ${blindTo(reader)} OR EXISTS (SELECT 1 FROM "Comment" t WHERE t."chipId" = c."id" AND t."threadId" IS NULL
    AND t."userId" = ${reader.userId}::uuid AND t."resolvedAt" IS NULL AND t."deletedAt" IS NULL))`;
}

/** The open threads of these chips that the reader may read, by chip, oldest first. */
export async function openThreads(chipIds: readonly string[], reader: Reader) {
  const [comments, blind] = await Promise.all([commentsOf(chipIds), blindAmong(chipIds, reader)]);
  return new Map(
    chipIds.map((id) => {
      const own = comments.filter(({ chipId }) => chipId === id).map(({ comment }) => comment);
      const open = threadsOf(own).filter(({ resolved }) => resolved === null);
      return [id, blind.has(id) ? open.filter(isOf(reader.userId)) : open];
    }),
  );
}

/** How many chips have an open thread that the reader may read, by project; at most a thousand are counted. */
export async function countCommented(
  projectIds: readonly ProjectId[],
  userId: string,
): Promise<{ projectId: string; count: number }[]> {
  const role = Prisma.sql`CASE WHEN u."isOwner" THEN 'ADMIN' ELSE m."role"::text END`;
  const id = Prisma.sql`u."id"`;
  return await db().$queryRaw`
    SELECT p."id" AS "projectId", n."count"
    FROM unnest(${[...projectIds]}::uuid[]) p("id") JOIN "User" u ON u."id" = ${userId}::uuid
    LEFT JOIN "Membership" m ON m."projectId" = p."id" AND m."userId" = u."id"
    CROSS JOIN LATERAL (SELECT count(*)::int AS "count" FROM (
      SELECT 1 FROM "Chip" c WHERE c."projectId" = p."id" AND c."openComments" > 0
        AND (NOT ${readsBlind(id, role)} OR EXISTS (SELECT 1 FROM "Comment" t WHERE t."chipId" = c."id" AND t."threadId" IS NULL
          AND t."userId" = ${id} AND t."resolvedAt" IS NULL AND t."deletedAt" IS NULL))
      LIMIT 1000) x) n`;
}

/** Chips that were returned to a person, by number, with why, by whom and when. */
export async function returnedChips(
  projectId: ProjectId,
  userId: string,
  { cursor, limit }: { cursor: number; limit: number },
): Promise<(ListedChip & { reason: string | null; by: string | null; at: Date })[]> {
  return await db().$queryRaw`
    SELECT c."id", c."number", c."status"::text AS "status", s."name" AS "picture", l."returnReason" AS "reason",
      e."name" AS "by", coalesce(e."at", l."updatedAt") AS "at"
    FROM "Labelling" l JOIN "Chip" c ON c."id" = l."chipId" JOIN "Asset" s ON s."id" = c."assetId"
    LEFT JOIN LATERAL (
      SELECT u."name", e."at" FROM "LabelEvent" e LEFT JOIN "User" u ON u."id" = e."actorId"
      WHERE e."labellingId" = l."id" AND e."kind" = 'RETURN' ORDER BY e."id" DESC LIMIT 1) e ON true
    WHERE l."userId" = ${userId}::uuid AND l."status" = 'RETURNED' AND l."kind" = 'PERSON'
      AND c."projectId" = ${projectId}::uuid AND c."number" > ${cursor}
    ORDER BY c."number" LIMIT ${limit}`;
}

/** Who can be named in a project's comments: its members, by name. */
export async function namedPeople(projectId: ProjectId, client: Db = db()) {
  const rows = await client.membership.findMany({
    where: { projectId, user: { disabledAt: null } },
    select: { user: { select: { id: true, name: true } } },
    orderBy: { user: { name: 'asc' } },
    take: 1000,
  });
  return rows.map(({ user }) => ({ userId: user.id, name: user.name }));
}
