import type { ProjectId } from '@/lib/core/ids';
import type { Db } from '@/lib/server/db/client';
import { COUNTS } from '@/lib/server/ground-truth/queue/data';

/**
 * Gives ground truth chips to a person; returns which they got. One that was taken out or opened again meanwhile, or that they have
 * already, is passed over.
 */
export async function giveTruth(
  tx: Db,
  { projectId, userId }: { projectId: ProjectId; userId: string },
  chipIds: readonly string[],
  round: number | null = null,
): Promise<Set<string>> {
  if (chipIds.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ chipId: string }[]>`
    INSERT INTO "GroundTruthLabelling" ("chipId", "userId", "projectId", "round", "place", "cells")
    SELECT c."id", ${userId}::uuid, ${projectId}::uuid, ${round}::int, t."place", decode(repeat('00', c."rows" * c."cols"), 'hex')
    FROM unnest(${[...chipIds]}::uuid[]) WITH ORDINALITY AS t("id", "place")
    JOIN "GroundTruthChip" g ON g."chipId" = t."id" JOIN "Chip" c ON c."id" = g."chipId"
    WHERE g."projectId" = ${projectId}::uuid AND ${COUNTS}
    ON CONFLICT DO NOTHING RETURNING "chipId"`;
  return new Set(rows.map(({ chipId }) => chipId));
}
