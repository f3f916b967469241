import { db } from '@/lib/server/db/client';

/** Marks notices of a person as read, or unread again. */
export async function setRead(
  userId: string,
  ids: readonly number[],
  read: boolean,
): Promise<void> {
  await db().$executeRaw`
    UPDATE "Notice" SET "readAt" = CASE WHEN ${read} THEN coalesce("readAt", clock_timestamp()) END
    WHERE "userId" = ${userId}::uuid AND "id" = ANY (${[...ids]}::bigint[])`;
}

/** Marks all notices of a person as read, up to the newest that they have seen. */
export async function readAll(userId: string, upTo: number): Promise<void> {
  await db().$executeRaw`UPDATE "Notice" SET "readAt" = clock_timestamp()
    WHERE "userId" = ${userId}::uuid AND "readAt" IS NULL AND "id" <= ${upTo}::bigint`;
}

/** Notices that were read so long ago are of use to nobody. */
const READ_DAYS = 90;
/** Rows that one call removes at the most, so that it holds nothing up. */
const ROWS = 5_000;

/** Removes notices that were read 90 days ago. */
export async function dropOldNotices(): Promise<void> {
  await db().$executeRaw`
    DELETE FROM "Notice" WHERE "id" IN (
      SELECT "id" FROM "Notice" WHERE "readAt" < now() - make_interval(days => ${READ_DAYS}::int) ORDER BY "readAt" LIMIT ${ROWS})`;
}

/** Notes that all of a person's unread notices are in a mail now; which ones were not before. */
export async function claimForMail(userId: string): Promise<bigint[]> {
  const rows = await db().$queryRaw<{ id: bigint }[]>`
    UPDATE "Notice" SET "mailedAt" = clock_timestamp()
    WHERE "userId" = ${userId}::uuid AND "readAt" IS NULL AND "mailedAt" IS NULL RETURNING "id"`;
  return rows.map(({ id }) => id);
}

/** The mail with these did not go out. */
export async function giveBackToMail(ids: readonly bigint[]): Promise<void> {
  await db()
    .$executeRaw`UPDATE "Notice" SET "mailedAt" = NULL WHERE "id" = ANY (${[...ids]}::bigint[])`;
}
