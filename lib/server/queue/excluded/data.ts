import type { ProjectId } from '@/lib/core/ids';
import { ExclusionReason } from '@/lib/domain/chip/schema';
import { db } from '@/lib/server/db/client';

/** Chips that people excluded, by number, each with the skips that did it; those that are out with a link come back by themselves. */
export async function excludedChips(projectId: ProjectId) {
  return await db().chip.findMany({
    where: { projectId, skippedReason: { in: ExclusionReason.options } },
    orderBy: { number: 'asc' },
    take: 500,
    select: {
      id: true,
      number: true,
      skippedReason: true,
      asset: { select: { name: true } },
      skips: { where: { excluded: true }, orderBy: { at: 'desc' }, take: 1 },
    },
  });
}

/** What people wrote who passed a chip over for another reason, latest first. */
export async function skippedInWords(projectId: ProjectId) {
  return await db().chipSkip.findMany({
    where: { reason: 'other', chip: { projectId } },
    orderBy: { at: 'desc' },
    take: 100,
    select: {
      note: true,
      user: { select: { id: true, name: true } },
      chip: { select: { id: true, number: true, asset: { select: { name: true } } } },
    },
  });
}

/** Leases taken offline that still hold, the longest first. */
export async function offlineLeases(projectId: ProjectId) {
  return await db().$queryRaw<{ userId: string; name: string; numbers: number[]; until: Date }[]>`
    SELECT u."id" AS "userId", u."name", array_agg(c."number" ORDER BY c."number") AS "numbers", max(l."expiresAt") AS "until"
    FROM "ChipLease" l JOIN "Chip" c ON c."id" = l."chipId" JOIN "User" u ON u."id" = l."userId"
    WHERE c."projectId" = ${projectId}::uuid AND l."offline" AND l."expiresAt" > now()
    GROUP BY u."id", u."name" ORDER BY "until" DESC`;
}
