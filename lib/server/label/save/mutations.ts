import { Prisma } from '@/generated/prisma/client';
import type { LabellingStatus } from '@/generated/prisma/enums';
import { newId } from '@/lib/core/ids';
import type { CellChange } from '@/lib/domain/label/schema';
import { statement } from '@/lib/server/db/client';
import { toEventRows } from '@/lib/server/label/event/rows';
import type { Tx } from '@/lib/server/label/labelling/mutations';
import type { LabellingKey } from '@/lib/server/label/labelling/data';

/**
 * What a save does with the chip: takes it into progress ("starts"), where it is untouched or waits for review; finds it neither
 * ("begun"), which must still be so when it writes; or leaves it to the caller, who holds its row ("held").
 */
export type ChipAtSave = 'starts' | 'begun' | 'held';

/** A save that changes something. */
export interface SaveWrite {
  /** null: the labelling's first save makes its row */
  labellingId: string | null;
  key: LabellingKey;
  /** the one that was read; what is written has the next */
  revision: number;
  cells: Uint8Array;
  status: LabellingStatus;
  applied: readonly CellChange[];
  actorId: string;
  saveId: string;
  openedMs: number;
  waitedMs?: number | undefined;
  chip: ChipAtSave;
}

/**
 * Writes the labelling, its event and the chip's status in one statement, which is one transaction. False, and nothing is
 * written, where the labelling is no longer at the revision that was read, or somebody submitted the chip meanwhile, so that it
 * would wait for review with a labelling in progress, or a reviewer confirmed it.
 */
export async function writeSave(tx: Tx | null, save: SaveWrite): Promise<boolean> {
  const revision = save.revision + 1;
  const cells = Buffer.from(save.cells);
  const { chipId, kind, userId } = save.key;
  const isBegun =
    save.chip === 'begun'
      ? Prisma.sql`NOT EXISTS (SELECT 1 FROM "Chip" c WHERE c."id" = ${chipId}::uuid AND c."status" IN ('UNTOUCHED', 'SUBMITTED', 'CONFIRMED'))`
      : Prisma.sql`true`;
  // looked at again where a verdict held the row meanwhile; under a lock it cannot
  const isUnjudged = tx === null ? Prisma.sql`"status" <> 'ACCEPTED'` : Prisma.sql`true`;
  // the labelling's row before the chip's (`inTransaction`)
  const labelling =
    save.labellingId === null
      ? Prisma.sql`
        INSERT INTO "Labelling" ("id", "chipId", "kind", "userId", "cells", "revision", "status")
        SELECT ${newId()}::uuid, ${chipId}::uuid, ${kind}::"LabellingKind", ${userId}::uuid, ${cells}::bytea, ${revision}::int,
          ${save.status}::"LabellingStatus"
        WHERE ${isBegun}
        ON CONFLICT DO NOTHING RETURNING "id", "chipId", "revision"`
      : Prisma.sql`
        UPDATE "Labelling" SET "cells" = ${cells}::bytea, "revision" = ${revision}::int, "status" = ${save.status}::"LabellingStatus",
          "updatedAt" = clock_timestamp()
        WHERE "id" = ${save.labellingId}::uuid AND "revision" = ${save.revision}::int AND ${isBegun} AND ${isUnjudged}
        RETURNING "id", "chipId", "revision"`;
  const chip =
    save.chip === 'starts'
      ? Prisma.sql`, chip AS (
        UPDATE "Chip" c SET "status" = 'IN_PROGRESS' FROM labelling l
        WHERE c."id" = l."chipId" AND c."status" IN ('UNTOUCHED', 'SUBMITTED'))`
      : Prisma.empty;
  const rows = await statement<{ id: string }>(
    tx,
    `save-${save.labellingId === null ? 'first' : 'next'}-${save.chip}${tx === null ? '' : '-held'}`,
    Prisma.sql`
    WITH labelling AS (${labelling}), event AS (
      INSERT INTO "LabelEvent" ("labellingId", "revision", "kind", "actorId", "saveId", "msSinceOpen", "waitedMs", "source", "cells", "before",
        "after", "shownCodes", "shownProbabilities", "shownThresholds", "shownWhen", "shownVersions", "versionIds")
      SELECT l."id", l."revision", 'SAVE', ${save.actorId}::uuid, ${save.saveId}::uuid, ${save.openedMs}::int,
        ${save.waitedMs ?? null}::int, e.*
      FROM labelling l, json_to_recordset(${JSON.stringify(toEventRows(save.applied))}::json) AS e("source" "ChangeSource",
        "cells" smallint[], "before" smallint[], "after" smallint[], "shownCodes" smallint[], "shownProbabilities" float8[],
        "shownThresholds" float8[], "shownWhen" "ShownWhen"[], "shownVersions" smallint[], "versionIds" uuid[])
    )${chip}
    SELECT "id" FROM labelling`,
  );
  return rows.length > 0;
}
