import { Prisma } from '@/generated/prisma/client';
import type { ProjectId } from '@/lib/core/ids';
import type { PracticePlace } from '@/lib/domain/ground-truth/schema';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';
import { COUNTS } from '@/lib/server/ground-truth/queue/data';

/** What decides whether a person practises. */
export interface PracticeState {
  /** chips of a round; 0: nobody practises */
  chips: number;
  /** the mark */
  percent: number | null;
  /** they have labelled in the project without practice */
  hasWorked: boolean;
  /** their last round */
  round: number | null;
  isEnded: boolean;
  passed: boolean | null;
}

/** It. */
export async function practiceState(
  projectId: ProjectId,
  userId: string,
  client: Db = db(),
): Promise<PracticeState> {
  const [row] = await client.$queryRaw<PracticeState[]>`
    SELECT p."practiceChips" AS "chips", p."practicePercent" AS "percent", r."round", coalesce(r."endedAt" IS NOT NULL, false) AS "isEnded",
      r."passed", EXISTS (SELECT 1 FROM "DailyWork" w
        WHERE w."projectId" = p."id" AND w."userId" = ${userId}::uuid AND w."kind" = 'SUBMIT') AS "hasWorked"
    FROM "Project" p LEFT JOIN LATERAL (
      SELECT * FROM "PracticeRound" r WHERE r."projectId" = p."id" AND r."userId" = ${userId}::uuid ORDER BY r."round" DESC LIMIT 1) r ON true
    WHERE p."id" = ${projectId}::uuid`;
  if (!row) throw new Error(`project ${projectId} is gone`);
  return row;
}

/** A chip of a round of practice. */
export interface PracticeChip {
  id: string;
  number: number;
  round: number;
  place: number;
  state: 'open' | 'done' | 'skipped';
  mine: Uint8Array;
  /** the reviewed labels, where they count */
  reviewed: Uint8Array | null;
}

/** A person's practice chips, of all rounds, in their order. */
export async function practiceChipsOf(
  projectId: ProjectId,
  userId: string,
  client: Db = db(),
): Promise<PracticeChip[]> {
  return await client.$queryRaw<PracticeChip[]>`
    SELECT c."id", c."number", t."round", t."place", t."cells" AS "mine", ${STATE} AS "state", ${REVIEWED} AS "reviewed"
    FROM "GroundTruthLabelling" t JOIN "Chip" c ON c."id" = t."chipId"
    LEFT JOIN "GroundTruthChip" g ON g."chipId" = c."id"
    LEFT JOIN "Labelling" s ON s."chipId" = c."id" AND s."kind" = 'CONSENSUS'
    WHERE t."projectId" = ${projectId}::uuid AND t."userId" = ${userId}::uuid AND t."round" IS NOT NULL
    ORDER BY t."round", t."place"`;
}

const STATE = Prisma.sql`CASE WHEN t."submittedAt" IS NOT NULL THEN 'done'
  WHEN EXISTS (SELECT 1 FROM "ChipSkip" k WHERE k."chipId" = t."chipId" AND k."userId" = t."userId") THEN 'skipped' ELSE 'open' END`;

const REVIEWED = Prisma.sql`CASE WHEN g."chipId" IS NOT NULL AND ${COUNTS} THEN s."cells" END`;

/** Where a chip stands in its round of practice, while it is to be labelled; null: it is no practice chip. */
export async function practicePlace(chipId: string, userId: string): Promise<PracticePlace | null> {
  const [row] = await db().$queryRaw<PracticePlace[]>`
    SELECT t."place", (SELECT max(o."place") FROM "GroundTruthLabelling" o
      WHERE o."projectId" = t."projectId" AND o."userId" = t."userId" AND o."round" = t."round")::int AS "of"
    FROM "GroundTruthLabelling" t
    WHERE t."chipId" = ${chipId}::uuid AND t."userId" = ${userId}::uuid AND t."round" IS NOT NULL AND t."submittedAt" IS NULL`;
  return row ?? null;
}

/** How a person's rounds ended, by number. */
export async function roundsOf(projectId: ProjectId, userId: string) {
  return await db().practiceRound.findMany({
    where: { projectId, userId },
    orderBy: { round: 'asc' },
  });
}
