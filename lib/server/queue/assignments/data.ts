import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';

/** What was decided when these chips first came to the person, by chip. */
export async function assignmentsOf(
  chipIds: readonly string[],
  userId: string,
): Promise<Map<string, { control: boolean }>> {
  const rows = await db().assignment.findMany({
    where: { chipId: { in: [...chipIds] }, userId },
    select: { chipId: true, control: true },
  });
  return new Map(rows.map((row) => [row.chipId, row]));
}

/** Of these chips those of which a person must not be shown proposals: control chips for them that they have not submitted yet. */
export async function hiddenChips(
  chipIds: readonly string[],
  userId: string,
  client: Db = db(),
): Promise<ReadonlySet<string>> {
  const rows = await client.$queryRaw<{ chipId: string }[]>`
    SELECT h."chipId" FROM "Assignment" h
    LEFT JOIN "Labelling" l ON l."chipId" = h."chipId" AND l."userId" = h."userId" AND l."kind" = 'PERSON'
    WHERE h."chipId" = ANY (${[...chipIds]}::uuid[]) AND h."userId" = ${userId}::uuid AND h."control" AND l."submittedAt" IS NULL
      AND NOT EXISTS (SELECT 1 FROM "GroundTruthLabelling" g
        WHERE g."chipId" = h."chipId" AND g."userId" = h."userId" AND g."submittedAt" IS NOT NULL)`;
  return new Set(rows.map((row) => row.chipId));
}

/** The person's labellings of these chips, by chip. */
export async function labellingsOf(chipIds: readonly string[], userId: string) {
  const rows = await db().labelling.findMany({
    where: { chipId: { in: [...chipIds] }, kind: 'PERSON', userId },
  });
  return new Map(rows.map((row) => [row.chipId, row]));
}
