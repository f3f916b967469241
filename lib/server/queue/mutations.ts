import { Prisma } from '@/generated/prisma/client';
import type { QueueMode, QueueReason } from '@/lib/domain/queue/schema';
import type { Db } from '@/lib/server/db/client';
import { db } from '@/lib/server/db/client';
import { env } from '@/lib/server/env';

/** A chip that was just handed out. */
export interface TakenChip {
  id: string;
  reason: QueueReason;
}

/**
 * Hands a chip to a person under a lease, or null: first what a reviewer returned to them, then what they began, then an
 * untouched chip that nobody holds. A project's hand-outs are serialised by an advisory lock (they take milliseconds), so of
 * any number of people asking at once no two get the same chip. The database's clock decides.
 */
export async function takeNextChip(
  projectId: string,
  userId: string,
  wanted: { mode: QueueMode; skip: readonly number[] },
): Promise<TakenChip | null> {
  const order = wanted.mode === 'random' ? Prisma.sql`random()` : Prisma.sql`c."number"`;
  return await db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('queue:' || ${projectId}, 0))`;
    const rows = await tx.$queryRaw<TakenChip[]>`
      SELECT c."id",
        CASE WHEN l."status" = 'RETURNED' THEN 'returned'
             WHEN l."status" IS NOT NULL THEN 'started'
             ELSE ${wanted.mode === 'random' ? 'random' : 'next'} END AS "reason"
      FROM "Chip" c
      LEFT JOIN "Labelling" l ON l."chipId" = c."id" AND l."userId" = ${userId}::uuid
      LEFT JOIN "ChipLease" h ON h."chipId" = c."id"
      WHERE c."projectId" = ${projectId}::uuid
        AND c."number" <> ALL (${[...wanted.skip]}::int[])
        AND (h."chipId" IS NULL OR h."userId" = ${userId}::uuid OR h."expiresAt" <= now())
        AND ((c."status" = 'RETURNED' AND l."status" = 'RETURNED')
          OR (c."status" = 'IN_PROGRESS' AND l."status" = 'IN_PROGRESS')
          OR (c."status" = 'UNTOUCHED' AND c."skippedReason" IS NULL))
      ORDER BY (l."status" = 'RETURNED') DESC NULLS LAST, (l."status" IS NOT NULL) DESC, ${order}
      LIMIT 1`;
    const chip = rows[0];
    // a heartbeat of somebody who opened this very chip by its number may come first
    if (!chip || !(await holdChip(chip.id, userId, tx))) return null;
    return chip;
  });
}

/** Takes or prolongs a person's lease; false while somebody else's holds. */
export async function holdChip(
  chipId: string,
  userId: string,
  client: Db = db(),
): Promise<boolean> {
  const seconds = env().QUADRAT_CHIP_LEASE_SECONDS;
  const taken = await client.$executeRaw`
    INSERT INTO "ChipLease" ("chipId", "userId", "expiresAt", "takenAt")
    VALUES (${chipId}::uuid, ${userId}::uuid, now() + make_interval(secs => ${seconds}::float8), now())
    ON CONFLICT ("chipId") DO UPDATE SET "userId" = EXCLUDED."userId", "expiresAt" = EXCLUDED."expiresAt",
      "takenAt" = CASE WHEN "ChipLease"."userId" = EXCLUDED."userId" THEN "ChipLease"."takenAt" ELSE now() END
    WHERE "ChipLease"."userId" = EXCLUDED."userId" OR "ChipLease"."expiresAt" <= now()`;
  return taken > 0;
}

/** Gives a chip back; nothing happens when the lease is not the person's. */
export async function releaseChip(chipId: string, userId: string): Promise<void> {
  await db().chipLease.deleteMany({ where: { chipId, userId } });
}
