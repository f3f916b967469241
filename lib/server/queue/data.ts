import { db } from '@/lib/server/db/client';

/** Who holds a chip now; null when nobody does. */
export async function holderOf(chipId: string): Promise<{ userId: string; name: string } | null> {
  const rows = await db().$queryRaw<{ userId: string; name: string }[]>`
    SELECT u."id" AS "userId", u."name" FROM "ChipLease" l JOIN "User" u ON u."id" = l."userId"
    WHERE l."chipId" = ${chipId}::uuid AND l."expiresAt" > now()`;
  return rows[0] ?? null;
}

/** Untouched chips that are held by others, and chips that wait for review: why the queue is empty. */
export async function countQueue(
  projectId: string,
): Promise<{ total: number; untouched: number; submitted: number; confirmed: number }> {
  const groups = await db().chip.groupBy({
    by: ['status'],
    where: { projectId },
    _count: { _all: true },
  });
  const of = (status: string) => groups.find((g) => g.status === status)?._count._all ?? 0;
  return {
    total: groups.reduce((sum, g) => sum + g._count._all, 0),
    untouched: of('UNTOUCHED'),
    submitted: of('SUBMITTED'),
    confirmed: of('CONFIRMED'),
  };
}
