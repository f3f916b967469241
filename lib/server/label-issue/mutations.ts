import type { LabelIssueLine } from '@/lib/contracts/result';
import type { ProjectId } from '@/lib/core/ids';
import type { Db } from '@/lib/server/db/client';

/** Takes the labels of the check before out of the list. What reviewers stand for is kept elsewhere (KeptLabel). */
export async function clearIssues(tx: Db, projectId: ProjectId): Promise<void> {
  await tx.labelIssue.deleteMany({ where: { projectId } });
}

/**
 * Writes labels that may be wrong, `first` being the rank of the first. Those that are no longer what was checked are passed over,
 * as are chips that are gone; what a reviewer stands for is kept. Whose a label is: the first person's who submitted it, else who
 * confirmed the chip.
 */
export async function insertIssues(
  tx: Db,
  projectId: ProjectId,
  lines: readonly LabelIssueLine[],
  first: number,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "LabelIssue" ("chipId", "cell", "projectId", "rank", "given", "suggested", "probability", "suggestedProbability",
      "quality", "isIssue", "userId", "state", "decidedAt")
    SELECT c."id", t."cell", c."projectId", ${first}::int - 1 + t."place", t."given", t."suggested", t."probability",
      t."suggestedProbability", t."quality", t."isIssue",
      CASE WHEN own."userId" IS NOT NULL THEN own."userId" WHEN s."source" <> 'import' THEN c."confirmedById" END,
      CASE WHEN k."at" IS NULL THEN 'OPEN' ELSE 'KEPT' END::"LabelIssueState", k."at"
    FROM unnest(
      ${lines.map((line) => line.chip)}::uuid[],
      ${lines.map((line) => line.cell)}::smallint[],
      ${lines.map((line) => line.given)}::smallint[],
      ${lines.map((line) => line.suggested)}::smallint[],
      ${lines.map((line) => line.probability)}::float4[],
      ${lines.map((line) => line.suggestedProbability)}::float4[],
      ${lines.map((line) => line.quality)}::float4[],
      ${lines.map((line) => line.isIssue)}::boolean[]
    ) WITH ORDINALITY AS t("chipId", "cell", "given", "suggested", "probability", "suggestedProbability", "quality", "isIssue", "place")
    JOIN "Chip" c ON c."id" = t."chipId" AND c."projectId" = ${projectId}::uuid AND t."cell" < c."rows" * c."cols"
    LEFT JOIN "Labelling" s ON s."chipId" = c."id" AND s."kind" = 'CONSENSUS' AND octet_length(s."cells") > t."cell"
    LEFT JOIN LATERAL (
      SELECT l."userId" FROM "Labelling" l
      WHERE l."chipId" = c."id" AND l."kind" = 'PERSON' AND l."status" <> 'IN_PROGRESS'
        AND CASE WHEN octet_length(l."cells") > t."cell" THEN get_byte(l."cells", t."cell") = t."given" END
      ORDER BY l."submittedAt", l."id" LIMIT 1) own ON true
    LEFT JOIN "KeptLabel" k ON k."chipId" = c."id" AND k."cell" = t."cell" AND k."code" = t."given"
    WHERE get_byte(s."cells", t."cell") = t."given" OR (c."status" = 'SUBMITTED' AND own."userId" IS NOT NULL)`;
}
