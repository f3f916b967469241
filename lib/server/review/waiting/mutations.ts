import type { DeployedVersion } from '@/lib/server/proposal/data';
import type { Db } from '@/lib/server/db/client';

/** Writes places in the order of review; chips that wait no more are passed over. */
export async function putScores(
  client: Db,
  version: DeployedVersion | null,
  rows: readonly {
    chipId: string;
    score: number | null;
    uncertainty: number | null;
    byModel: boolean;
    submittedAt: Date | null;
  }[],
): Promise<void> {
  const threshold = version?.thresholds.source === 'project' ? version.thresholds.every : null;
  await client.$executeRaw`
    UPDATE "WaitingChip" w SET "score" = coalesce(t."score", -1), "uncertainty" = coalesce(t."uncertainty", -1),
      "versionId" = CASE WHEN t."byModel" THEN ${version?.id ?? null}::uuid END,
      "threshold" = CASE WHEN t."byModel" THEN ${threshold}::float8 END,
      "waitingSince" = coalesce(t."submittedAt", w."waitingSince"), "scoredAt" = clock_timestamp()
    FROM unnest(
      ${rows.map((row) => row.chipId)}::uuid[],
      ${rows.map((row) => row.score)}::float8[],
      ${rows.map((row) => row.uncertainty)}::float8[],
      ${rows.map((row) => row.byModel)}::boolean[],
      ${rows.map((row) => row.submittedAt)}::timestamptz[]
    ) AS t("chipId", "score", "uncertainty", "byModel", "submittedAt")
    WHERE w."chipId" = t."chipId"`;
}
