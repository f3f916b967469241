import type { ProjectId } from '@/lib/core/ids';
import { MOST_TRUTH } from '@/lib/domain/ground-truth/schema';
import { db } from '@/lib/server/db/client';
import { COUNTS } from '@/lib/server/ground-truth/queue/data';
import { inTransaction } from '@/lib/server/label/labelling/mutations';

/** Puts chips into a project's ground truth as far as there is room; returns how many came in, and whether some found no room. */
export async function insertTruth(
  projectId: ProjectId,
  addedById: string,
  chipIds: readonly string[],
): Promise<{ added: number; full: boolean }> {
  return await inTransaction(async (tx) => {
    // two who add at once count one after the other
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('ground-truth:' || ${projectId}, 0))`;
    const room = MOST_TRUTH - (await tx.groundTruthChip.count({ where: { projectId } }));
    const some = chipIds.slice(0, Math.max(0, room));
    const added = await tx.$executeRaw`
      INSERT INTO "GroundTruthChip" ("chipId", "projectId", "addedById")
      SELECT c."id", c."projectId", ${addedById}::uuid FROM "Chip" c
      WHERE c."projectId" = ${projectId}::uuid AND c."id" = ANY (${some}::uuid[]) AND ${COUNTS}
      ON CONFLICT DO NOTHING`;
    return { added, full: some.length < chipIds.length };
  });
}

/** Takes a chip out; nothing happens where it is none. What people labelled on it stays, and counts again when it comes back. */
export async function deleteTruth(chipId: string): Promise<void> {
  await db().groundTruthChip.deleteMany({ where: { chipId } });
}
