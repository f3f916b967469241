import { Prisma } from '@/generated/prisma/client';
import type { ChipStatus } from '@/generated/prisma/enums';
import type { ProjectId } from '@/lib/core/ids';
import type { ChipFilter, ReviewState } from '@/lib/domain/chip-filter/schema';
import { MOST_TRUTH } from '@/lib/domain/ground-truth/schema';
import { labelsWhere } from '@/lib/server/chip-filter/data';
import { db } from '@/lib/server/db/client';
import { COUNTS } from '@/lib/server/ground-truth/queue/data';

/** A ground truth chip of a project. */
export interface TruthChip {
  id: string;
  number: number;
  imageSha: string;
  status: ChipStatus;
  counts: boolean;
  codes: number[];
  addedBy: string;
  addedAt: Date;
  answers: number;
}

/** A page of a project's ground truth chips by number; practice is no answer. */
export async function listTruth(
  projectId: ProjectId,
  { cursor, limit }: { cursor: number; limit: number },
): Promise<TruthChip[]> {
  return await db().$queryRaw<TruthChip[]>`
    SELECT c."id", c."number", c."imageSha", c."status"::text AS "status", ${COUNTS} AS "counts", u."name" AS "addedBy", g."addedAt",
      ARRAY(SELECT l."code"::int FROM "ChipLabel" l WHERE l."chipId" = c."id" AND l."code" <> 0 ORDER BY l."code") AS "codes",
      (SELECT count(*)::int FROM "GroundTruthLabelling" t WHERE t."chipId" = c."id" AND t."submittedAt" IS NOT NULL AND t."round" IS NULL) AS "answers"
    FROM "GroundTruthChip" g JOIN "Chip" c ON c."id" = g."chipId" JOIN "User" u ON u."id" = g."addedById"
    WHERE g."projectId" = ${projectId}::uuid AND c."number" > ${cursor} ORDER BY c."number" LIMIT ${limit}`;
}

/** How many there are and how many of them count, in all and by code of a label. */
export async function countTruth(
  projectId: ProjectId,
): Promise<{ total: number; counting: number; classes: { code: number; chips: number }[] }> {
  const [[counts], classes] = await Promise.all([
    db().$queryRaw<{ total: number; counting: number }[]>`
      SELECT count(*)::int AS "total", count(*) FILTER (WHERE ${COUNTS})::int AS "counting"
      FROM "GroundTruthChip" g JOIN "Chip" c ON c."id" = g."chipId" WHERE g."projectId" = ${projectId}::uuid`,
    db().$queryRaw<{ code: number; chips: number }[]>`
      SELECT l."code"::int AS "code", count(*)::int AS "chips"
      FROM "GroundTruthChip" g JOIN "Chip" c ON c."id" = g."chipId" JOIN "ChipLabel" l ON l."chipId" = c."id" AND l."code" <> 0
      WHERE g."projectId" = ${projectId}::uuid AND ${COUNTS} GROUP BY 1 ORDER BY 1`,
  ]);
  return { ...(counts ?? { total: 0, counting: 0 }), classes };
}

/** Whether a chip is one. */
export async function isTruthChip(chipId: string): Promise<boolean> {
  return (await db().groundTruthChip.count({ where: { chipId } })) > 0;
}

/** Of these chips of the project those that could be ground truth, and whether they are. */
export async function fitChips(
  projectId: ProjectId,
  ids: readonly string[],
): Promise<{ id: string; isTruth: boolean }[]> {
  return await db().$queryRaw`
    SELECT c."id", EXISTS (SELECT 1 FROM "GroundTruthChip" g WHERE g."chipId" = c."id") AS "isTruth"
    FROM "Chip" c WHERE c."projectId" = ${projectId}::uuid AND c."id" = ANY (${[...ids]}::uuid[]) AND ${COUNTS}`;
}

/** Chips that pass a filter of the chip table, confirmed ones first by number, as far as there is room for them. */
export async function chipsOfFilter(projectId: ProjectId, filter: ChipFilter): Promise<string[]> {
  const states = (['confirmed', 'imported'] as const).filter(
    (state) => filter.state === undefined || filter.state === state,
  );
  if (states.length === 0) return [];
  const found = states.map((state: ReviewState) => {
    const where = labelsWhere(projectId, state, filter);
    return Prisma.sql`(SELECT l."chipId" FROM "ChipLabel" l WHERE ${where} ORDER BY l."number" LIMIT ${MOST_TRUTH})`;
  });
  const rows = await db().$queryRaw<{ chipId: string }[]>(Prisma.join(found, ' UNION ALL '));
  return rows.map(({ chipId }) => chipId);
}

/** Confirmed chips among which some are chosen at random: the first in the order of their draw, from a point of chance on. */
const LOOKED_AT = 2000;

/** Some of the project's chips that could be ground truth and are not, at random, with the codes of their labels. */
export async function randomFits(
  projectId: ProjectId,
  from: number,
): Promise<{ id: string; codes: number[] }[]> {
  const some = (where: Prisma.Sql) => Prisma.sql`(SELECT c."id", c."draw", c."status" FROM "Chip" c
    WHERE c."projectId" = ${projectId}::uuid AND c."status" = 'CONFIRMED' AND ${where} ORDER BY c."draw" LIMIT ${LOOKED_AT})`;
  return await db().$queryRaw`
    SELECT c."id", i."codes" FROM (
      (${some(Prisma.sql`c."draw" >= ${from}::float8`)} UNION ALL ${some(Prisma.sql`c."draw" < ${from}::float8`)}) LIMIT ${LOOKED_AT}) c,
      LATERAL (SELECT ARRAY(SELECT unnest(o."codes")::int) AS "codes" FROM "ConfirmedChip" o
        WHERE o."chipId" = c."id" AND o."outcome" = 'IN' LIMIT 1) i
    WHERE NOT EXISTS (SELECT 1 FROM "GroundTruthChip" g WHERE g."chipId" = c."id")`;
}
