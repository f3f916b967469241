import { Prisma } from '@/generated/prisma/client';
import type { ProjectId } from '@/lib/core/ids';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';
import { isSkipped } from '@/lib/server/queue/open/data';
import type { QueueCandidate, QueueQuery } from '@/lib/server/queue/open/data';

/** A ground truth chip `g`, `c` counts: it is confirmed, with labels that a snapshot would take. */
export const COUNTS = Prisma.sql`(c."status" = 'CONFIRMED' AND EXISTS (
  SELECT 1 FROM "ConfirmedChip" o WHERE o."chipId" = c."id" AND o."outcome" = 'IN'))`;

/** Share of a labeler's chips, in percent, that are ground truth. */
export async function truthPercent(projectId: ProjectId): Promise<number> {
  const { groundTruthPercent } = await db().project.findUniqueOrThrow({
    where: { id: projectId },
    select: { groundTruthPercent: true },
  });
  return groundTruthPercent;
}

/** Chip `c` was never before this person: not to label, not to look at what counts of it. */
function isNew({ userId }: { userId: string }): Prisma.Sql {
  return Prisma.sql`(NOT EXISTS (SELECT 1 FROM "GroundTruthLabelling" t WHERE t."chipId" = c."id" AND t."userId" = ${userId}::uuid)
    AND NOT EXISTS (SELECT 1 FROM "Assignment" a WHERE a."chipId" = c."id" AND a."userId" = ${userId}::uuid)
    AND NOT EXISTS (SELECT 1 FROM "Labelling" l WHERE l."chipId" = c."id" AND l."userId" = ${userId}::uuid AND l."kind" = 'PERSON')
    AND NOT EXISTS (SELECT 1 FROM "Correction" k WHERE k."chipId" = c."id" AND k."userId" = ${userId}::uuid)
    AND NOT EXISTS (SELECT 1 FROM "ChipSkip" s WHERE s."chipId" = c."id" AND s."userId" = ${userId}::uuid))`;
}

/** Ground truth chips for a person, at random. */
export async function truthCandidates(
  query: QueueQuery,
  limit: number,
): Promise<{ id: string; number: number }[]> {
  return await db().$queryRaw`
    SELECT c."id", c."number" FROM "GroundTruthChip" g JOIN "Chip" c ON c."id" = g."chipId"
    WHERE g."projectId" = ${query.projectId}::uuid AND ${COUNTS} AND c."number" <> ALL (${[...query.skip]}::int[]) AND ${isNew(query)}
    ORDER BY random() LIMIT ${limit}`;
}

/** All ground truth chips that a person could practise on, with the codes of their labels. */
export async function practiceCandidates(
  projectId: ProjectId,
  userId: string,
  client: Db = db(),
): Promise<{ id: string; codes: number[] }[]> {
  return await client.$queryRaw`
    SELECT c."id", ARRAY(SELECT l."code"::int FROM "ChipLabel" l WHERE l."chipId" = c."id" AND l."code" <> 0) AS "codes"
    FROM "GroundTruthChip" g JOIN "Chip" c ON c."id" = g."chipId"
    WHERE g."projectId" = ${projectId}::uuid AND ${COUNTS} AND ${isNew({ userId })}`;
}

/** Ground truth chips that came to a person among others and that they have not submitted: begun ones first. */
export async function openTruth(query: QueueQuery, limit: number): Promise<QueueCandidate[]> {
  return await db().$queryRaw<QueueCandidate[]>`
    SELECT c."id", c."number", true AS "truth",
      CASE WHEN g."revision" > 0 THEN 'started' ELSE coalesce(o."reason", 'next') END AS "reason"
    FROM "GroundTruthLabelling" g JOIN "Chip" c ON c."id" = g."chipId"
    LEFT JOIN "Assignment" o ON o."chipId" = g."chipId" AND o."userId" = g."userId"
    WHERE g."projectId" = ${query.projectId}::uuid AND g."userId" = ${query.userId}::uuid AND g."status" = 'IN_PROGRESS'
      AND g."round" IS NULL AND c."number" <> ALL (${[...query.skip]}::int[]) AND NOT ${isSkipped(query)}
    ORDER BY (g."revision" > 0) DESC, g."givenAt", c."number" LIMIT ${limit}`;
}

/** Which of these chips came to a person as ground truth and are still to be submitted: nobody holds them alone, so nobody leases them. */
export async function truthAmong(
  client: Db,
  chipIds: readonly string[],
  userId: string,
): Promise<Set<string>> {
  const rows = await client.groundTruthLabelling.findMany({
    where: { chipId: { in: [...chipIds] }, userId, status: 'IN_PROGRESS' },
    select: { chipId: true },
  });
  return new Set(rows.map(({ chipId }) => chipId));
}
