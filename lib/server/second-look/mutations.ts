import type { SecondLookReason } from '@/generated/prisma/enums';
import { newId } from '@/lib/core/ids';
import type { ProjectId } from '@/lib/core/ids';
import type { Db } from '@/lib/server/db/client';

/** Asks for a second person's labels of a chip; false where it has had its look for this reason, or one is open. */
export async function insertLook(
  tx: Db,
  look: {
    projectId: ProjectId;
    chipId: string;
    reason: SecondLookReason;
    firstId: string | null;
    first: Uint8Array;
    askedById: string | null;
  },
): Promise<boolean> {
  const count = await tx.$executeRaw`
    INSERT INTO "SecondLook" ("id", "projectId", "chipId", "reason", "firstId", "first", "askedById")
    VALUES (${newId()}::uuid, ${look.projectId}::uuid, ${look.chipId}::uuid, ${look.reason}::"SecondLookReason",
      ${look.firstId}::uuid, ${Buffer.from(look.first)}::bytea, ${look.askedById}::uuid)
    ON CONFLICT DO NOTHING`;
  return count > 0;
}

/** Keeps what the first person submitted now, as long as the second one's labels are awaited. */
export async function putFirst(tx: Db, lookId: string, cells: Uint8Array): Promise<void> {
  await tx.secondLook.update({ where: { id: lookId }, data: { first: Uint8Array.from(cells) } });
}

/** Keeps what the second person submitted. */
export async function putSecond(
  tx: Db,
  lookId: string,
  second: { userId: string; cells: Uint8Array },
): Promise<void> {
  const { userId, cells } = second;
  await tx.secondLook.update({
    where: { id: lookId },
    data: { secondId: userId, second: Uint8Array.from(cells) },
  });
}

/** Ends a look: both labels are there (DONE), or nobody came (DROPPED). */
export async function endLook(tx: Db, lookId: string, state: 'DONE' | 'DROPPED'): Promise<void> {
  await tx.$executeRaw`
    UPDATE "SecondLook" SET "state" = ${state}::"SecondLookState", "settledAt" = clock_timestamp() WHERE "id" = ${lookId}::uuid`;
}

/** A chip that waited for review is being labelled again. */
export async function beginAgain(tx: Db, chipId: string): Promise<void> {
  await tx.chip.update({ where: { id: chipId }, data: { status: 'IN_PROGRESS' } });
}
