import type { ProjectId } from '@/lib/core/ids';
import { db } from '@/lib/server/db/client';

/** Wrong proposals that a person met, and how many of them their label repeats. */
export interface InfluenceCount {
  userId: string;
  name: string;
  versionId: string;
  version: string;
  blind: boolean;
  n: number;
  followed: number;
}

/**
 * Counts by person, version and whether the proposal was shown. A cell counts where the chip is confirmed, the consensus
 * decided it (absent or a class) otherwise than the proposal, and the person decided it in a submitted labelling of their own. A
 * cell that was once decided with the proposal in sight counts as shown, by the first such event; a proposal that came only
 * after the decision counts on neither side, nor does a cell that the person left unsure or unusable on purpose: that is no
 * following.
 */
export async function countInfluence(projectId: ProjectId): Promise<InfluenceCount[]> {
  return await db().$queryRaw<InfluenceCount[]>`
    WITH met AS (
      SELECT DISTINCT ON (e."labellingId", e."cell") l."userId", l."chipId", e."cell", e."versionId", e."shownCode",
        e."shown" = 'control' AS "blind", get_byte(l."cells", e."cell") AS "said"
      FROM "Chip" c
      JOIN "Labelling" l ON l."chipId" = c."id" AND l."kind" = 'PERSON' AND l."submittedAt" IS NOT NULL
      JOIN "LabelEvent" e ON e."labellingId" = l."id"
      WHERE c."projectId" = ${projectId}::uuid AND c."status" = 'CONFIRMED' AND e."kind" = 'CELL'
        AND e."versionId" IS NOT NULL AND e."shown" IN ('before', 'control')
        AND e."shownThreshold" IS NOT NULL
      ORDER BY e."labellingId", e."cell", (e."shown" = 'before') DESC, e."id"
    ), judged AS (
      SELECT met.*, get_byte(k."cells", met."cell") AS "truth"
      FROM met JOIN "Labelling" k ON k."chipId" = met."chipId" AND k."kind" = 'CONSENSUS'
    )
    SELECT j."userId", u."name", j."versionId", v."name" AS "version", j."blind", count(*)::int AS "n",
      (count(*) FILTER (WHERE j."said" = j."shownCode"))::int AS "followed"
    FROM judged j JOIN "User" u ON u."id" = j."userId" JOIN "ModelVersion" v ON v."id" = j."versionId"
    WHERE (j."truth" = 1 OR j."truth" >= 16) AND j."truth" <> j."shownCode" AND j."said" <> 0
    GROUP BY j."userId", u."name", j."versionId", v."name", v."number", j."blind"
    ORDER BY v."number" DESC, u."name", j."userId"`;
}

/** The project's blind share in percent. */
export async function controlPercentOf(projectId: ProjectId): Promise<number> {
  const { controlPercent } = await db().project.findUniqueOrThrow({
    where: { id: projectId },
    select: { controlPercent: true },
  });
  return controlPercent;
}
