import type { ProjectId } from '@/lib/core/ids';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';
import { inTransaction } from '@/lib/server/label/labelling/mutations';
import { env } from '@/lib/server/env';

/**
 * Runs `work` as the only one that leases chips of a project's queue: of any number of people asking at once no two get the same
 * chip, and none goes without while there are some. Advisory locks serialise them, the person's before the project's; hold it for
 * short statements only.
 */
export async function withQueueLock<T>(
  projectId: ProjectId,
  userId: string,
  work: (tx: Db) => Promise<T>,
): Promise<T> {
  return await withPersonLock(projectId, userId, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('queue:' || ${projectId}, 0))`;
    return await work(tx);
  });
}

/** Runs `work` as the only one that changes how many chips a person holds in a project. The database's clock decides. */
export async function withPersonLock<T>(
  projectId: ProjectId,
  userId: string,
  work: (tx: Db) => Promise<T>,
): Promise<T> {
  return await inTransaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('queue:' || ${projectId} || ${userId}, 0))`;
    return await work(tx);
  });
}

/** How long a lease lasts without a heartbeat. */
export function leaseSeconds(offlineSeconds?: number): number {
  return Math.max(env().QUADRAT_CHIP_LEASE_SECONDS, offlineSeconds ?? 0);
}

/**
 * Takes or prolongs a person's leases; returns the chips that are theirs now. Somebody else's living lease stands. `offlineSeconds`
 * takes them offline for that many seconds; a heartbeat never shortens a lease.
 */
export async function leaseChips(
  chipIds: readonly string[],
  userId: string,
  offlineSeconds?: number,
  client: Db = db(),
): Promise<Set<string>> {
  const rows = await client.$queryRaw<{ chipId: string }[]>`
    INSERT INTO "ChipLease" ("chipId", "userId", "expiresAt", "takenAt", "offline")
    SELECT "id", ${userId}::uuid, now() + make_interval(secs => ${leaseSeconds(offlineSeconds)}::float8), now(), ${offlineSeconds !== undefined}
    FROM unnest(${[...chipIds].sort()}::uuid[]) AS t("id")
    ON CONFLICT ("chipId") DO UPDATE SET "userId" = EXCLUDED."userId",
      "expiresAt" = CASE WHEN "ChipLease"."userId" = EXCLUDED."userId"
        THEN greatest("ChipLease"."expiresAt", EXCLUDED."expiresAt") ELSE EXCLUDED."expiresAt" END,
      "takenAt" = CASE WHEN "ChipLease"."userId" = EXCLUDED."userId" THEN "ChipLease"."takenAt" ELSE now() END,
      "offline" = EXCLUDED."offline" OR ("ChipLease"."userId" = EXCLUDED."userId" AND "ChipLease"."offline" AND "ChipLease"."expiresAt" > now())
    WHERE "ChipLease"."userId" = EXCLUDED."userId" OR "ChipLease"."expiresAt" <= now()
    RETURNING "chipId"`;
  return new Set(rows.map((row) => row.chipId));
}

/** Gives chips back; nothing happens to leases that are not the person's. */
export async function endLeases(chipIds: readonly string[], userId: string): Promise<void> {
  await db().chipLease.deleteMany({ where: { chipId: { in: [...chipIds] }, userId } });
}

/** Ends the leases that a person took offline in a project. */
export async function releaseOffline(projectId: ProjectId, userId: string): Promise<void> {
  await db().chipLease.deleteMany({ where: { userId, offline: true, chip: { projectId } } });
}

/** Forgets leases that ran out some minutes ago: they are free to take all the same, but every look at what is free passes them. */
export async function deleteExpiredLeases(): Promise<void> {
  await db().$executeRaw`DELETE FROM "ChipLease" WHERE "expiresAt" < now() - interval '10 minutes'`;
}
