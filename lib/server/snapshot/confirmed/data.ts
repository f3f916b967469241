import type { ConfirmedOutcome, Split } from '@/generated/prisma/enums';
import type { ProjectId } from '@/lib/core/ids';
import type { Db } from '@/lib/server/db/client';
import { db } from '@/lib/server/db/client';

/** What confirmed chips of one split and outcome hold: `code` null counts the chips, others the cells of that code. */
export interface ConfirmedCount {
  split: Split;
  outcome: ConfirmedOutcome;
  code: number | null;
  chips: number;
  cells: number;
  /** XOR of the chips' hashes, as text; "0" on rows of cells */
  fingerprint: string;
}

/**
 * What a snapshot made now would hold, counted where it changes (table ConfirmedCount): some rows whatever the size of the
 * project, exact within the reader's transaction.
 */
export async function readConfirmed(
  projectId: ProjectId,
  client: Db = db(),
): Promise<ConfirmedCount[]> {
  return await client.$queryRaw<ConfirmedCount[]>`
    SELECT "split"::text AS "split", "outcome"::text AS "outcome", "code"::int AS "code", sum("chips")::float8 AS "chips",
      sum("cells")::float8 AS "cells", bit_xor("fingerprint")::text AS "fingerprint"
    FROM "ConfirmedCount" WHERE "projectId" = ${projectId}::uuid
    GROUP BY 1, 2, 3 HAVING sum("chips") <> 0 OR sum("cells") <> 0`;
}
