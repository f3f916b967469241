import type { Db } from '@/lib/server/db/client';

/** Writes places in the order of review; chips that wait no more are passed over. */
export async function putScores(
  client: Db,
  versionId: string | null,
  rows: readonly {
    chipId: string;
    score: number | null;
    byModel: boolean;
    submittedAt: Date | null;
  }[],
): Promise<void> {
  await client.$executeRaw`
    UPDATE "WaitingChip" w SET "score" = coalesce(t."score", -1), "versionId" = CASE WHEN t."byModel" THEN ${versionId}::uuid END,
      "waitingSince" = coalesce(t."submittedAt", w."waitingSince"), "scoredAt" = clock_timestamp()
    FROM unnest(
      ${rows.map((row) => row.chipId)}::uuid[],
      ${rows.map((row) => row.score)}::float8[],
      ${rows.map((row) => row.byModel)}::boolean[],
      ${rows.map((row) => row.submittedAt)}::timestamptz[]
    ) AS t("chipId", "score", "byModel", "submittedAt")
    WHERE w."chipId" = t."chipId"`;
}
