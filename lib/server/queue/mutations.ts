import type { Prisma } from '@/generated/prisma/client';
import { newId } from '@/lib/core/ids';
import type { ProjectId } from '@/lib/core/ids';
import { FOR_EVERYBODY } from '@/lib/domain/queue/schema';
import type {
  NewFilter,
  QueueReason,
  QueuePreference,
  SavedFilter,
  SkipRequest,
} from '@/lib/domain/queue/schema';
import type { Db } from '@/lib/server/db/client';
import { db } from '@/lib/server/db/client';
import { env } from '@/lib/server/env';
import { uncertaintyOf, maxProbabilitiesOf } from '@/lib/domain/queue/uncertainty';
import { isControl } from '@/lib/server/queue/control';

/**
 * Runs `work` as the only hand-out of a project: an advisory lock serialises them (they take milliseconds), so of any number
 * of people query at once no two get the same chip. The database's clock decides.
 */
export async function withQueueLock<T>(
  projectId: ProjectId,
  work: (tx: Db) => Promise<T>,
): Promise<T> {
  return await db().$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('queue:' || ${projectId}, 0))`;
      return await work(tx);
    },
    { timeout: 20_000, maxWait: 20_000 },
  );
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

/**
 * Writes down that chips came to a person, and whether as a control chip, where that has not been done. A chip on which the person
 * has worked already, before assignments were written down, is none: proposals were shown.
 */
export async function recordAssignments(
  projectId: ProjectId,
  userId: string,
  chips: readonly { id: string; reason: QueueReason | null }[],
  client: Db = db(),
): Promise<void> {
  const { splitSalt, controlPercent } = await client.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { splitSalt: true, controlPercent: true },
  });
  await client.$executeRaw`
    INSERT INTO "Assignment" ("chipId", "userId", "projectId", "reason", "control")
    SELECT t."id", ${userId}::uuid, ${projectId}::uuid, t."reason", t."control" AND NOT EXISTS (
      SELECT 1 FROM "Labelling" l WHERE l."chipId" = t."id" AND l."userId" = ${userId}::uuid AND l."revision" > 0)
    FROM unnest(
      ${chips.map((c) => c.id)}::uuid[],
      ${chips.map((c) => c.reason)}::text[],
      ${chips.map((c) => isControl(splitSalt, c.id, userId, controlPercent))}::boolean[]
    ) AS t("id", "reason", "control")
    ON CONFLICT ("chipId", "userId") DO NOTHING`;
}

/** Stores what a version expects of chips, and their embeddings; chips that it has scored before keep it. */
export async function storeScores(
  client: Db,
  version: { id: string; outputs: number; backboneSha: string },
  rows: readonly { chipId: string; probs: Uint8Array; embedding: Uint8Array<ArrayBuffer> | null }[],
): Promise<void> {
  await client.chipScore.createMany({
    data: rows.map(({ chipId, probs }) => ({
      chipId,
      versionId: version.id,
      uncertainty: uncertaintyOf(probs, version.outputs),
      maxProbabilities: maxProbabilitiesOf(probs, version.outputs),
    })),
    skipDuplicates: true,
  });
  await client.chipEmbedding.createMany({
    data: rows.flatMap(({ chipId, embedding }) =>
      embedding ? [{ chipId, backboneSha: version.backboneSha, embedding }] : [],
    ),
    skipDuplicates: true,
  });
}

/**
 * A person passes a chip over: they do not get it again, their lease ends, and where the reason holds for everybody an
 * untouched chip is excluded. A chip that others have labelled stays: they saw enough.
 */
export async function insertSkip(
  chipId: string,
  userId: string,
  { reason, note }: SkipRequest,
): Promise<{ excluded: boolean }> {
  return await db().$transaction(async (tx) => {
    const { count } = FOR_EVERYBODY.includes(reason)
      ? await tx.chip.updateMany({
          where: { id: chipId, status: 'UNTOUCHED', skippedReason: null },
          data: { skippedReason: reason },
        })
      : { count: 0 };
    const excluded = count > 0;
    const known = await tx.chipSkip.findUnique({ where: { chipId_userId: { chipId, userId } } });
    const skip = { reason, note, excluded: excluded || (known?.excluded ?? false) };
    await tx.chipSkip.upsert({
      where: { chipId_userId: { chipId, userId } },
      create: { chipId, userId, ...skip },
      update: skip,
    });
    await tx.chipLease.deleteMany({ where: { chipId, userId } });
    return { excluded: skip.excluded };
  });
}

/** Takes a person's skip back, and the chip out of the excluded ones where this skip put it there. */
export async function removeSkip(chipId: string, userId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const skip = await tx.chipSkip.findUnique({ where: { chipId_userId: { chipId, userId } } });
    if (!skip) return;
    await tx.chipSkip.delete({ where: { chipId_userId: { chipId, userId } } });
    if (skip.excluded)
      await tx.chip.update({ where: { id: chipId }, data: { skippedReason: null } });
  });
}

/** Puts a chip back into the queue, for everybody: also those who passed it over for its picture get it again. */
export async function includeChip(chipId: string): Promise<void> {
  await db().$transaction([
    db().chip.update({ where: { id: chipId }, data: { skippedReason: null } }),
    db().chipSkip.deleteMany({ where: { chipId, excluded: true } }),
  ]);
}

/** Ends the leases that a person took offline in a project. */
export async function releaseOffline(projectId: ProjectId, userId: string): Promise<void> {
  await db().chipLease.deleteMany({ where: { userId, offline: true, chip: { projectId } } });
}

/** Keeps a filter under its name. */
export async function putFilter(
  projectId: ProjectId,
  userId: string,
  { name, filter }: NewFilter,
): Promise<SavedFilter> {
  const row = await db().queueFilter.upsert({
    where: { projectId_userId_name: { projectId, userId, name } },
    create: { id: newId(), projectId, userId, name, filter },
    update: { filter },
    select: { id: true },
  });
  return { id: row.id, name, filter };
}

/** Forgets one of the person's filters. */
export async function removeFilter(
  projectId: ProjectId,
  userId: string,
  id: string,
): Promise<void> {
  await db().queueFilter.deleteMany({ where: { id, projectId, userId } });
}

/** Stores what a person wants to label next. */
export async function putPreference(
  projectId: ProjectId,
  userId: string,
  preference: QueuePreference,
): Promise<void> {
  const stored = preference as Prisma.InputJsonObject;
  await db().queuePreference.upsert({
    where: { projectId_userId: { projectId, userId } },
    create: { projectId, userId, preference: stored },
    update: { preference: stored },
  });
}
