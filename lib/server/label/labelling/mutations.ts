import { Prisma } from '@/generated/prisma/client';
import type { LabellingStatus } from '@/generated/prisma/enums';
import { newId } from '@/lib/core/ids';
import { untilDone } from '@/lib/server/db/again';
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

/**
 * Runs `work` in one transaction; all of it again where the database ends that in favour of another, so `work` changes nothing else.
 *
 * Rows are held in one order everywhere, so that nobody waits for each other in a circle: the consensus of a chip, people's
 * labellings of it by id, then the chip. Whoever writes a labelling, an event or a proposal shares the chip's key from then on,
 * which comes before that order is through: the chip is held by FOR NO KEY UPDATE, which waits for nobody who only shares its key.
 * FOR UPDATE of a chip is for who deletes it.
 */
export async function inTransaction<T>(work: (tx: Tx) => Promise<T>, timeout = 20_000): Promise<T> {
  return await untilDone(() => db().$transaction(work, { timeout, maxWait: 20_000 }));
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

/** Writes a labelling's new state; `revision` is the one that its new event carries. A submit answers a reason for a return. */
export async function updateLabelling(
  tx: Tx,
  labellingId: string,
  change: { revision: number; status: LabellingStatus; cells?: Uint8Array },
): Promise<void> {
  const { revision, status } = change;
  const cells = change.cells ? Uint8Array.from(change.cells) : null;
  const submits = status === 'SUBMITTED';
  await tx.$executeRaw`
    UPDATE "Labelling" SET
      "revision" = ${revision}::int,
      "cells" = coalesce(${cells}::bytea, "cells"),
      "status" = ${status}::"LabellingStatus",
      "returnReason" = CASE WHEN ${submits} THEN NULL ELSE "returnReason" END,
      "updatedAt" = clock_timestamp(),
      "submittedAt" = CASE WHEN ${submits} THEN clock_timestamp() ELSE "submittedAt" END
    WHERE "id" = ${labellingId}::uuid`;
}
