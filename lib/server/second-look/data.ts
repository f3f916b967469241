import { Prisma } from '@/generated/prisma/client';
import type { SecondLookReason } from '@/generated/prisma/enums';
import type { ProjectId } from '@/lib/core/ids';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';
import { isFree, isSkipped, isTruth } from '@/lib/server/queue/open/data';
import type { QueueQuery } from '@/lib/server/queue/open/data';

/** A chip whose second labels a person may give. */
export interface OpenLook {
  id: string;
  number: number;
  reason: SecondLookReason;
  /** the person holds it already */
  held: boolean;
}

/** Second looks (s) at chips (c) for a person: not at their own labels, nor where somebody has begun. */
function isForPerson(query: QueueQuery): Prisma.Sql {
  return Prisma.sql`(s."projectId" = ${query.projectId}::uuid AND s."state" = 'OPEN' AND s."secondId" IS NULL
    AND s."firstId" IS DISTINCT FROM ${query.userId}::uuid AND c."status" = 'IN_PROGRESS' AND c."skippedReason" IS NULL
    AND ${isFree(query)} AND NOT ${isSkipped(query)}
    AND NOT EXISTS (SELECT 1 FROM "Labelling" l WHERE l."chipId" = c."id" AND l."kind" = 'PERSON'
      AND (l."userId" = ${query.userId}::uuid OR l."status" = 'IN_PROGRESS')) AND NOT ${isTruth(query)})`;
}

/** Looks among which those for a person are found: what has waited longest. */
const LONGEST = 256;

/** Those that a person may take: which they hold already, then what has waited longest. */
export async function openLooks(
  query: QueueQuery,
  limit: number,
  client: Db = db(),
): Promise<OpenLook[]> {
  const [held, open] = await Promise.all([
    client.$queryRaw<OpenLook[]>`
      SELECT c."id", c."number", s."reason"::text AS "reason", true AS "held"
      FROM "ChipLease" m JOIN "Chip" c ON c."id" = m."chipId" JOIN "SecondLook" s ON s."chipId" = c."id"
      WHERE m."userId" = ${query.userId}::uuid AND m."expiresAt" > now() AND ${isForPerson(query)}
      ORDER BY m."takenAt", c."number" LIMIT ${limit}`,
    client.$queryRaw<OpenLook[]>`
      WITH s AS MATERIALIZED (
        SELECT * FROM "SecondLook" WHERE "projectId" = ${query.projectId}::uuid AND "state" = 'OPEN'
          AND "firstId" IS DISTINCT FROM ${query.userId}::uuid ORDER BY "askedAt" LIMIT ${LONGEST})
      SELECT c."id", c."number", s."reason"::text AS "reason", false AS "held"
      FROM s JOIN "Chip" c ON c."id" = s."chipId"
      WHERE ${isForPerson(query)} ORDER BY s."askedAt" LIMIT ${limit}`,
  ]);
  const mine = new Set(held.map((look) => look.id));
  return [...held, ...open.filter((look) => !mine.has(look.id))].slice(0, limit);
}

/** Which of these chips still wait for a second person and are held by nobody else. */
export async function looksLeft(
  tx: Db,
  userId: string,
  chipIds: readonly string[],
): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ chipId: string }[]>`
    SELECT s."chipId" FROM "SecondLook" s WHERE s."chipId" = ANY (${[...chipIds]}::uuid[]) AND s."state" = 'OPEN' AND s."secondId" IS NULL
      AND NOT EXISTS (SELECT 1 FROM "ChipLease" x WHERE x."chipId" = s."chipId" AND x."userId" <> ${userId}::uuid AND x."expiresAt" > now())`;
  return new Set(rows.map((row) => row.chipId));
}

/** The look at a chip that is open. */
export interface FoundLook {
  id: string;
  firstId: string | null;
  secondId: string | null;
  /** the first person's labels are submitted, or nobody's */
  firstReady: boolean;
}

export async function findOpenLook(tx: Db, chipId: string): Promise<FoundLook | null> {
  const [look] = await tx.$queryRaw<FoundLook[]>`
    SELECT s."id", s."firstId", s."secondId", NOT EXISTS (
      SELECT 1 FROM "Labelling" l WHERE l."chipId" = s."chipId" AND l."kind" = 'PERSON' AND l."userId" = s."firstId"
        AND l."status" = 'IN_PROGRESS') AS "firstReady"
    FROM "SecondLook" s WHERE s."chipId" = ${chipId}::uuid AND s."state" = 'OPEN'`;
  return look ?? null;
}

/** What decides whether a submitted chip is labelled a second time. */
export async function overlapOf(
  tx: Db,
  projectId: ProjectId,
  chipId: string,
  userId: string,
): Promise<{ splitSalt: string; overlapPercent: number; hasOthers: boolean; isShared: boolean }> {
  const [row] = await tx.$queryRaw<
    { splitSalt: string; overlapPercent: number; hasOthers: boolean; isShared: boolean }[]
  >`
    SELECT p."splitSalt", p."overlapPercent",
      EXISTS (SELECT 1 FROM "Membership" m JOIN "User" u ON u."id" = m."userId" WHERE m."projectId" = p."id"
        AND m."role" = 'LABELER' AND u."disabledAt" IS NULL AND u."id" <> ${userId}::uuid) AS "hasOthers",
      EXISTS (SELECT 1 FROM "Labelling" l WHERE l."chipId" = ${chipId}::uuid AND l."kind" = 'PERSON'
        AND l."userId" <> ${userId}::uuid AND l."submittedAt" IS NOT NULL) AS "isShared"
    FROM "Project" p WHERE p."id" = ${projectId}::uuid`;
  if (!row) throw new Error(`project ${projectId} is gone`);
  return row;
}

/**
 * Of these chips those of which a person must not be shown what others said: they got them to label a second time, and have not
 * submitted yet.
 */
export async function blindChips(
  chipIds: readonly string[],
  userId: string,
  client: Db = db(),
): Promise<ReadonlySet<string>> {
  const rows = await client.$queryRaw<{ chipId: string }[]>`
    SELECT s."chipId" FROM "SecondLook" s JOIN "Assignment" a ON a."chipId" = s."chipId" AND a."userId" = ${userId}::uuid
    WHERE s."chipId" = ANY (${[...chipIds]}::uuid[]) AND s."state" = 'OPEN' AND s."firstId" IS DISTINCT FROM ${userId}::uuid
      AND s."secondId" IS DISTINCT FROM ${userId}::uuid`;
  return new Set(rows.map((row) => row.chipId));
}

/** Open looks that nobody came to for so many days, or whose chip is no longer being labelled; none of them is held. */
export async function lateLooks(
  days: number,
  limit: number,
): Promise<{ id: string; chipId: string; projectId: ProjectId }[]> {
  return await db().$queryRaw`
    SELECT s."id", s."chipId", s."projectId" FROM "SecondLook" s
    JOIN "Chip" c ON c."id" = s."chipId" JOIN "Project" p ON p."id" = s."projectId"
    WHERE s."state" = 'OPEN' AND p."archivedAt" IS NULL
      AND (s."askedAt" < now() - make_interval(days => ${days}::int) OR c."status" <> 'IN_PROGRESS'
        OR s."reason" = 'OVERLAP' AND p."overlapPercent" = 0)
      AND NOT EXISTS (SELECT 1 FROM "ChipLease" x WHERE x."chipId" = s."chipId" AND x."expiresAt" > now())
    LIMIT ${limit}`;
}

/** Whether somebody's labels of a chip are submitted, and nobody is at work on it. */
export async function isReadyForReview(tx: Db, chipId: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ ready: boolean }[]>`
    SELECT coalesce(bool_or("status" = 'SUBMITTED') AND NOT bool_or("status" = 'IN_PROGRESS' AND "submittedAt" IS NOT NULL), false) AS "ready"
    FROM "Labelling" WHERE "chipId" = ${chipId}::uuid AND "kind" = 'PERSON'`;
  return row?.ready ?? false;
}

/** Whether a project has a labeler who has not labelled a chip. */
export async function hasSomebodyElse(
  tx: Db,
  projectId: ProjectId,
  chipId: string,
): Promise<boolean> {
  const found = await tx.membership.findFirst({
    where: {
      ...{ projectId, role: 'LABELER' },
      user: { disabledAt: null, labellings: { none: { chipId, kind: 'PERSON' } } },
    },
    select: { userId: true },
  });
  return found !== null;
}

/** Whether somebody is at work on a chip, or holds it. */
export async function isBegun(tx: Db, chipId: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ begun: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM "Labelling" WHERE "chipId" = ${chipId}::uuid AND "kind" = 'PERSON' AND "status" = 'IN_PROGRESS')
      OR EXISTS (SELECT 1 FROM "ChipLease" WHERE "chipId" = ${chipId}::uuid AND "expiresAt" > now()) AS "begun"`;
  return row?.begun ?? false;
}
