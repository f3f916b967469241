import { sampleChips } from '@/lib/domain/similar/sample';
import type { ConfirmedSample } from '@/lib/domain/similar/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { chipViews } from '@/lib/server/chip/data';
import { db } from '@/lib/server/db/client';

/** The first confirmed chips in the order of their draw among which a sample is chosen. */
const LOOKED_AT = 2_000;

/**
 * A sample of the project's confirmed chips with their reviewed labels, nearly the same from day to day. No ground truth chips: who gets
 * one must not have seen its labels.
 */
export async function confirmedSample(
  project: ProjectScope,
  { userId }: { userId: string },
  lookedAt = LOOKED_AT,
): Promise<ConfirmedSample> {
  // LIMIT 1: a step in an index a chip, whatever the planner thinks of a small table
  const chips = await db().$queryRaw<{ id: string; cells: number; codes: number[] }[]>`
    SELECT c."id", c."rows" * c."cols" AS "cells", i."codes"
    FROM (SELECT * FROM "Chip" WHERE "projectId" = ${project.projectId}::uuid AND "status" = 'CONFIRMED'
        ORDER BY "draw" LIMIT ${lookedAt}) c,
      LATERAL (SELECT "codes" FROM "ConfirmedChip" WHERE "chipId" = c."id" AND "outcome" = 'IN' LIMIT 1) i
    WHERE NOT EXISTS (SELECT 1 FROM "GroundTruthChip" g WHERE g."chipId" = c."id")
      AND NOT EXISTS (SELECT 1 FROM "GroundTruthLabelling" g WHERE g."chipId" = c."id" AND g."userId" = ${userId}::uuid)
    ORDER BY c."draw"`;
  const ids = sampleChips(chips).map(({ id }) => id);
  const [views, labels] = await Promise.all([chipViews(project, ids), consensusOf(ids)]);
  return {
    items: views.flatMap(({ id, number, imageUrl, rows, cols, cellPx }) => {
      const cells = labels.get(id);
      return cells ? [{ ...{ id, number, imageUrl, rows, cols, cellPx }, cells }] : [];
    }),
  };
}

/** The reviewed labels of chips that are still confirmed, base64, by chip. */
async function consensusOf(chipIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db().labelling.findMany({
    where: { chipId: { in: [...chipIds] }, kind: 'CONSENSUS', chip: { status: 'CONFIRMED' } },
    select: { chipId: true, cells: true },
  });
  return new Map(rows.map(({ chipId, cells }) => [chipId, Buffer.from(cells).toString('base64')]));
}
