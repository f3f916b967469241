import type { QueueReason } from '@/lib/domain/queue/schema';
import type { Db } from '@/lib/server/db/client';
import { db } from '@/lib/server/db/client';
import { env } from '@/lib/server/env';
import { isBlind } from '@/lib/server/queue/blind';

/**
 * Runs `work` as the only hand-out of a project: an advisory lock serialises them (they take milliseconds), so of any number
 * of people asking at once no two get the same chip. The database's clock decides.
 */
export async function inQueue<T>(projectId: string, work: (tx: Db) => Promise<T>): Promise<T> {
  return await db().$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('queue:' || ${projectId}, 0))`;
      return await work(tx);
    },
    { timeout: 20_000, maxWait: 20_000 },
  );
}

/** How long a lease lasts without a sign of life. */
export function leaseSeconds(hold?: number): number {
  return Math.max(env().QUADRAT_CHIP_LEASE_SECONDS, hold ?? 0);
}

/**
 * Takes or prolongs a person's leases; returns the chips that are theirs now. Somebody else's living lease stands. `hold`
 * takes them along for that many seconds; a heartbeat never shortens a lease.
 */
export async function holdChips(
  client: Db,
  chipIds: readonly string[],
  userId: string,
  hold?: number,
): Promise<Set<string>> {
  const rows = await client.$queryRaw<{ chipId: string }[]>`
    INSERT INTO "ChipLease" ("chipId", "userId", "expiresAt", "takenAt", "along")
    SELECT "id", ${userId}::uuid, now() + make_interval(secs => ${leaseSeconds(hold)}::float8), now(), ${hold !== undefined}
    FROM unnest(${[...chipIds].sort()}::uuid[]) AS t("id")
    ON CONFLICT ("chipId") DO UPDATE SET "userId" = EXCLUDED."userId",
      "expiresAt" = CASE WHEN "ChipLease"."userId" = EXCLUDED."userId"
        THEN greatest("ChipLease"."expiresAt", EXCLUDED."expiresAt") ELSE EXCLUDED."expiresAt" END,
      "takenAt" = CASE WHEN "ChipLease"."userId" = EXCLUDED."userId" THEN "ChipLease"."takenAt" ELSE now() END,
      "along" = EXCLUDED."along" OR ("ChipLease"."userId" = EXCLUDED."userId" AND "ChipLease"."along" AND "ChipLease"."expiresAt" > now())
    WHERE "ChipLease"."userId" = EXCLUDED."userId" OR "ChipLease"."expiresAt" <= now()
    RETURNING "chipId"`;
  return new Set(rows.map((row) => row.chipId));
}

/** Gives chips back; nothing happens to leases that are not the person's. */
export async function releaseChips(chipIds: readonly string[], userId: string): Promise<void> {
  await db().chipLease.deleteMany({ where: { chipId: { in: [...chipIds] }, userId } });
}

/**
 * Writes down that chips came to a person, with the blind decision, where that has not been done. A chip on which the person
 * has worked already, before hand-outs were written down, is not blind: proposals were shown.
 */
export async function recordHandouts(
  client: Db,
  projectId: string,
  userId: string,
  chips: readonly { id: string; reason: QueueReason | null }[],
): Promise<void> {
  const { splitSalt, blindPercent } = await client.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { splitSalt: true, blindPercent: true },
  });
  await client.$executeRaw`
    INSERT INTO "ChipHandout" ("chipId", "userId", "projectId", "reason", "blind")
    SELECT t."id", ${userId}::uuid, ${projectId}::uuid, t."reason", t."blind" AND NOT EXISTS (
      SELECT 1 FROM "Labelling" l WHERE l."chipId" = t."id" AND l."userId" = ${userId}::uuid AND l."revision" > 0)
    FROM unnest(
      ${chips.map((c) => c.id)}::uuid[],
      ${chips.map((c) => c.reason)}::text[],
      ${chips.map((c) => isBlind(splitSalt, c.id, userId, blindPercent))}::boolean[]
    ) AS t("id", "reason", "blind")
    ON CONFLICT ("chipId", "userId") DO NOTHING`;
}
