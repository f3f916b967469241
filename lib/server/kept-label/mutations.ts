import { Prisma } from '@/generated/prisma/client';
import type { Db } from '@/lib/server/db/client';

/** The label of a cell. */
export interface KeptLabel {
  chipId: string;
  cell: number;
  code: number;
}

/** Records that a reviewer stands for labels, each named once. Where somebody does already, theirs is the word. */
export async function putKept(
  client: Db,
  userId: string,
  labels: readonly KeptLabel[],
): Promise<number> {
  if (labels.length === 0) return 0;
  return await client.$executeRaw`
    INSERT INTO "KeptLabel" AS k ("chipId", "cell", "code", "userId", "at")
    SELECT t."chipId", t."cell", t."code", ${userId}::uuid, clock_timestamp() FROM ${rowsOf(labels)}
    ORDER BY t."chipId", t."cell"
    ON CONFLICT ("chipId", "cell") DO UPDATE SET "code" = EXCLUDED."code", "userId" = EXCLUDED."userId", "at" = EXCLUDED."at"
    WHERE k."code" <> EXCLUDED."code"`;
}

/** Takes a reviewer's word on labels back; `userId` null: whoever's. */
export async function dropKept(
  client: Db,
  userId: string | null,
  labels: readonly KeptLabel[],
): Promise<number> {
  if (labels.length === 0) return 0;
  return await client.$executeRaw`
    DELETE FROM "KeptLabel" k USING ${rowsOf(labels)}
    WHERE k."chipId" = t."chipId" AND k."cell" = t."cell" AND k."code" = t."code"
      AND k."userId" = coalesce(${userId}::uuid, k."userId")`;
}

function rowsOf(labels: readonly KeptLabel[]): Prisma.Sql {
  return Prisma.sql`unnest(
    ${labels.map((one) => one.chipId)}::uuid[],
    ${labels.map((one) => one.cell)}::smallint[],
    ${labels.map((one) => one.code)}::smallint[]
  ) AS t("chipId", "cell", "code")`;
}
