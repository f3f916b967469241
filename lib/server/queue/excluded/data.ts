import type { ProjectId } from '@/lib/core/ids';
import { db } from '@/lib/server/db/client';

/** Chips that are excluded, latest first, each with the skips that did it. */
export async function excludedChips(projectId: ProjectId) {
  return await db().chip.findMany({
    where: { projectId, skippedReason: { not: null } },
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

/** Leases taken offline that still hold, the longest first. */
export async function offlineLeases(projectId: ProjectId) {
  return await db().$queryRaw<{ userId: string; name: string; numbers: number[]; until: Date }[]>`
    SELECT u."id" AS "userId", u."name", array_agg(c."number" ORDER BY c."number") AS "numbers", max(l."expiresAt") AS "until"
    FROM "ChipLease" l JOIN "Chip" c ON c."id" = l."chipId" JOIN "User" u ON u."id" = l."userId"
    WHERE c."projectId" = ${projectId}::uuid AND l."offline" AND l."expiresAt" > now()
    GROUP BY u."id", u."name" ORDER BY "until" DESC`;
}
