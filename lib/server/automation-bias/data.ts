import { Prisma } from '@/generated/prisma/client';
import type { ProjectId } from '@/lib/core/ids';
import { UNLABELLED } from '@/lib/domain/label/cell-code';
import { db } from '@/lib/server/db/client';
import { trainableSql } from '@/lib/server/db/trainable';
import { reachesSql } from '@/lib/server/proposal/data';

/** Wrong proposals that a person met, and how many of them their label repeats. */
export interface FollowedCount {
  userId: string;
  name: string;
  versionId: string;
  version: string;
  control: boolean;
  n: number;
  followed: number;
}

/**
 * Counts by person, version and whether the person saw the proposal. A cell counts where the chip is confirmed, the consensus
 * decided it (absent or a class) otherwise than the proposal, and the person decided it in a submitted labelling of their own.
 * Seen are cells on which a mark was drawn before they were decided, by the first such event; against them stand cells of control
 * chips whose class reached the threshold that held: what the rule of lib/domain/proposal would have drawn there. Below the
 * threshold, and where marks were switched off or withheld by the model's record, nobody saw anything and nobody was drawn to be
 * compared. Events of older pages have no threshold: what they drew is not known, and they count on neither side. A cell that the
 * person left unsure or unusable on purpose counts as not followed.
 */
export async function countFollowed(projectId: ProjectId): Promise<FollowedCount[]> {
  return await db().$queryRaw<FollowedCount[]>`
    WITH met AS (
      SELECT DISTINCT ON (e."labellingId", e."cell") l."userId", l."chipId", e."cell", e."versionId", e."shownCode",
        e."shownWhen" = 'control' AS "control", get_byte(l."cells", e."cell") AS "said"
      FROM "Chip" c
      JOIN "Labelling" l ON l."chipId" = c."id" AND l."kind" = 'PERSON' AND l."submittedAt" IS NOT NULL
      JOIN "LabelChange" e ON e."labellingId" = l."id"
      WHERE c."projectId" = ${projectId}::uuid AND c."status" = 'CONFIRMED'
        AND e."versionId" IS NOT NULL AND e."shownWhen" IN ('before', 'control')
        AND ${reachesSql(Prisma.sql`e."shownProbability"`, Prisma.sql`e."shownThreshold"`)}
      ORDER BY e."labellingId", e."cell", (e."shownWhen" = 'before') DESC, e."eventId", e."place"
    ), judged AS (
      SELECT met.*, get_byte(k."cells", met."cell") AS "truth"
      FROM met JOIN "Labelling" k ON k."chipId" = met."chipId" AND k."kind" = 'CONSENSUS'
    )
    SELECT j."userId", u."name", j."versionId", v."name" AS "version", j."control", count(*)::int AS "n",
      (count(*) FILTER (WHERE j."said" = j."shownCode"))::int AS "followed"
    FROM judged j JOIN "User" u ON u."id" = j."userId" JOIN "ModelVersion" v ON v."id" = j."versionId"
    WHERE ${trainableSql(Prisma.sql`j."truth"`)} AND j."truth" <> j."shownCode" AND j."said" <> ${UNLABELLED}
    GROUP BY j."userId", u."name", j."versionId", v."name", v."number", j."control"
    ORDER BY v."number" DESC, u."name", j."userId"`;
}

/** The project's share of control chips in percent. */
export async function controlPercentOf(projectId: ProjectId): Promise<number> {
  const { controlPercent } = await db().project.findUniqueOrThrow({
    where: { id: projectId },
    select: { controlPercent: true },
  });
  return controlPercent;
}
