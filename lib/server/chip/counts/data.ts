import type { ChipStatus, Split } from '@/generated/prisma/enums';
import type { Db } from '@/lib/server/db/client';
import { db } from '@/lib/server/db/client';

/** Chips of a project that have one status and split, and are set aside or not; with the cells of their lattices. */
export interface ChipCount {
  projectId: string;
  status: ChipStatus;
  split: Split;
  excluded: boolean;
  chips: number;
  cells: number;
}

/**
 * The chips of each of these projects, counted where they change (table ProjectChipCount): a few rows whatever the size of the
 * project, exact within the reader's transaction. Keys without chips are missing.
 */
export async function readChipCounts(
  projectIds: readonly string[],
  client: Db = db(),
): Promise<ChipCount[]> {
  return await client.$queryRaw<ChipCount[]>`
    SELECT "projectId", "status"::text AS "status", "split"::text AS "split", "excluded",
      sum("chips")::float8 AS "chips", sum("cells")::float8 AS "cells"
    FROM "ProjectChipCount" WHERE "projectId" = ANY (${[...projectIds]}::uuid[])
    GROUP BY 1, 2, 3, 4 HAVING sum("chips") <> 0`;
}
