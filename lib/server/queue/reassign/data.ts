import { Prisma } from '@/generated/prisma/client';
import type { ProjectId } from '@/lib/core/ids';
import type { QueuePreference } from '@/lib/domain/queue/schema';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';
import { condition } from '@/lib/server/queue/filter/data';
import { isFree, isTruth } from '@/lib/server/queue/open/data';
import type { QueueCandidate, QueueQuery } from '@/lib/server/queue/open/data';

/** Whether person `u` can no longer work in a project: disabled, or no member. The owner is at home everywhere. */
function isGone(projectId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(u."disabledAt" IS NOT NULL OR NOT (u."isOwner" OR EXISTS (
    SELECT 1 FROM "Membership" m WHERE m."userId" = u."id" AND m."projectId" = ${projectId})))`;
}

/**
 * Ids of chips that were begun by, or returned to, people who are gone, and that nobody else has at hand: who has one and passed
 * it over does not count. Guests of a labelling link are gone when their chip is back. For anybody but whom has passed it over. What a second person labels without seeing others' labels is
 * never handed on with them.
 */
function abandonedSql(projectId: Prisma.Sql, userId: string): Prisma.Sql {
  return Prisma.sql`
    SELECT DISTINCT c."id" FROM "User" u
    JOIN "Labelling" l ON l."userId" = u."id" AND l."kind" = 'PERSON' AND l."status" IN ('RETURNED', 'IN_PROGRESS')
    JOIN "Chip" c ON c."id" = l."chipId" AND c."status"::text = l."status"::text
    WHERE c."projectId" = ${projectId} AND c."skippedReason" IS DISTINCT FROM 'link' AND ${isGone(projectId)}
      AND NOT EXISTS (SELECT 1 FROM "ChipSkip" k WHERE k."chipId" = c."id" AND k."userId" = ${userId}::uuid)
      AND NOT ${isTruth({ userId })}
      AND NOT EXISTS (SELECT 1 FROM "SecondLook" s WHERE s."chipId" = c."id" AND s."state" = 'OPEN')
      AND NOT EXISTS (
        SELECT 1 FROM "Labelling" o JOIN "User" u ON u."id" = o."userId"
        WHERE o."chipId" = c."id" AND o."kind" = 'PERSON' AND o."status" = l."status" AND NOT ${isGone(projectId)}
          AND NOT EXISTS (SELECT 1 FROM "ChipSkip" k WHERE k."chipId" = o."chipId" AND k."userId" = o."userId"))`;
}

/** Those of them that a person's preference asks for and nobody holds, returned ones first. */
export async function abandonedChips(
  query: QueueQuery,
  preference: QueuePreference,
  statuses: readonly string[],
  limit: number,
): Promise<QueueCandidate[]> {
  const project = Prisma.sql`${query.projectId}::uuid`;
  return await db().$queryRaw<QueueCandidate[]>`
    SELECT c."id", c."number", 'reassigned' AS "reason" FROM "Chip" c
    WHERE c."id" IN (${abandonedSql(project, query.userId)}) AND c."status"::text = ANY (${[...statuses]}::text[])
      AND ${isFree(query)} AND ${await condition(db(), query.projectId, preference)}
    ORDER BY (c."status" = 'RETURNED') DESC, c."number" LIMIT ${limit}`;
}

/** How many there are for a person, by project. */
export async function countAbandoned(
  projectIds: readonly string[],
  userId: string,
  client: Db = db(),
): Promise<{ projectId: ProjectId; count: number }[]> {
  return await client.$queryRaw`
    SELECT p."id" AS "projectId", found."n" AS "count" FROM unnest(${[...projectIds]}::uuid[]) AS p("id"),
      LATERAL (SELECT count(*)::int AS "n" FROM (${abandonedSql(Prisma.sql`p."id"`, userId)}) c) found
    WHERE found."n" > 0`;
}
