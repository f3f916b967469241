import type { ProjectId } from '@/lib/core/ids';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';

/** Who holds a chip now; null when nobody does. */
export async function holderOf(chipId: string): Promise<{ userId: string; name: string } | null> {
  const rows = await db().$queryRaw<{ userId: string; name: string }[]>`
    SELECT u."id" AS "userId", u."name" FROM "ChipLease" l JOIN "User" u ON u."id" = l."userId"
    WHERE l."chipId" = ${chipId}::uuid AND l."expiresAt" > now()`;
  return rows[0] ?? null;
}

/** How many chips of a project a person holds now. */
export async function countHeld(client: Db, projectId: ProjectId, userId: string): Promise<number> {
  const [row] = await client.$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS "n" FROM "ChipLease" l JOIN "Chip" c ON c."id" = l."chipId"
    WHERE l."userId" = ${userId}::uuid AND l."expiresAt" > now() AND c."projectId" = ${projectId}::uuid`;
  return row?.n ?? 0;
}

/** Which of these chips are the person's now. */
export async function heldOf(
  client: Db,
  chipIds: readonly string[],
  userId: string,
): Promise<Set<string>> {
  const rows = await client.$queryRaw<{ chipId: string }[]>`
    SELECT "chipId" FROM "ChipLease"
    WHERE "chipId" = ANY (${[...chipIds]}::uuid[]) AND "userId" = ${userId}::uuid AND "expiresAt" > now()`;
  return new Set(rows.map((row) => row.chipId));
}

/**
 * Which of these untouched chips are no longer to be had: somebody holds, labels or excluded them in between, or they went with
 * their asset. Those whose rows an import or a removal holds just now are passed over too, instead of waited for.
 */
export async function takenByOthers(
  client: Db,
  userId: string,
  chips: readonly { id: string }[],
): Promise<Set<string>> {
  if (chips.length === 0) return new Set();
  const ids = chips.map((chip) => chip.id);
  const free = await client.$queryRaw<{ id: string }[]>`
    SELECT c."id" FROM "Chip" c WHERE c."id" = ANY (${ids}::uuid[]) AND c."status" = 'UNTOUCHED' AND c."skippedReason" IS NULL
      AND NOT EXISTS (
        SELECT 1 FROM "ChipLease" l WHERE l."chipId" = c."id" AND l."userId" <> ${userId}::uuid AND l."expiresAt" > now())
    FOR KEY SHARE OF c SKIP LOCKED`;
  const left = new Set(free.map((chip) => chip.id));
  return new Set(ids.filter((id) => !left.has(id)));
}
