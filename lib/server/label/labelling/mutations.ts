import { Prisma } from '@/generated/prisma/client';
import type { LabellingStatus } from '@/generated/prisma/enums';
import { newId } from '@/lib/core/ids';
import { db, statement } from '@/lib/server/db/client';
import type { LabellingKey } from '@/lib/server/label/labelling/data';

export type Tx = Prisma.TransactionClient;

/** A labelling whose row is held until the transaction ends. */
export interface LockedLabelling {
  id: string;
  cells: Uint8Array;
  revision: number;
  status: LabellingStatus;
  updatedAt: Date;
}

/** Runs `work` in one transaction. */
export async function inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return await db().$transaction(work, { timeout: 20_000, maxWait: 20_000 });
}

/** Holds the labelling's row, making it (all unlabelled, revision 0) where there is none. */
export async function lockLabelling(
  tx: Tx,
  key: LabellingKey,
  size: number,
): Promise<LockedLabelling> {
  const found = await selectForUpdate(tx, key);
  if (found) return found;
  await insertLabelling(tx, key, size);
  const made = await selectForUpdate(tx, key);
  if (!made) throw new Error(`the labelling of chip ${key.chipId} could not be made`);
  return made;
}

/** Makes a labelling's row, all unlabelled at revision 0, where there is none yet. */
export async function insertLabelling(
  tx: Tx | null,
  key: LabellingKey,
  size: number,
): Promise<void> {
  // two first saves at once: the unique index lets one insert, the other finds its row
  await statement(
    tx,
    'insert-labelling',
    Prisma.sql`
    INSERT INTO "Labelling" ("id", "chipId", "kind", "userId", "cells")
    VALUES (${newId()}::uuid, ${key.chipId}::uuid, ${key.kind}::"LabellingKind", ${key.userId}::uuid, ${Buffer.alloc(size)}::bytea)
    ON CONFLICT DO NOTHING`,
  );
}

/** Holds the labelling's row, or null where there is none. */
export async function selectForUpdate(tx: Tx, key: LabellingKey): Promise<LockedLabelling | null> {
  const rows = await tx.$queryRaw<LockedLabelling[]>`
    SELECT "id", "cells", "revision", "status", "updatedAt" FROM "Labelling"
    WHERE "chipId" = ${key.chipId}::uuid AND "kind" = ${key.kind}::"LabellingKind"
      AND "userId" IS NOT DISTINCT FROM ${key.userId}::uuid
    FOR UPDATE`;
  return rows[0] ?? null;
}

/** Writes a labelling's new state; `revision` is the one that its new event carries. */
export async function updateLabelling(
  tx: Tx,
  labellingId: string,
  change: {
    cells?: Uint8Array;
    revision: number;
    status?: LabellingStatus;
    returnReason?: string | null;
    submitted?: true;
  },
): Promise<void> {
  const { revision, status = null, returnReason, submitted = false } = change;
  const cells = change.cells ? Uint8Array.from(change.cells) : null;
  await tx.$executeRaw`
    UPDATE "Labelling" SET
      "revision" = ${revision}::int,
      "cells" = coalesce(${cells}::bytea, "cells"),
      "status" = coalesce(${status}::"LabellingStatus", "status"),
      "returnReason" = CASE WHEN ${returnReason === undefined} THEN "returnReason" ELSE ${returnReason ?? null}::text END,
      "updatedAt" = clock_timestamp(),
      "submittedAt" = CASE WHEN ${submitted} THEN clock_timestamp() ELSE "submittedAt" END
    WHERE "id" = ${labellingId}::uuid`;
}
