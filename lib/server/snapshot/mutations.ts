import { AppError } from '@/lib/server/app-error';
import { newId } from '@/lib/core/ids';
import type { ProjectId } from '@/lib/core/ids';
import type { SnapshotContent } from '@/lib/server/snapshot/content';
import { db } from '@/lib/server/db/client';

/**
 * Records a frozen content as the project's next snapshot, or finds the one that has it already: of two people who freeze
 * the same labels at once, the second gets the first one's.
 * @throws AppError `conflict` when an asset was removed after its labels were frozen
 */
export async function recordSnapshot(
  projectId: ProjectId,
  { assetIds, ...content }: SnapshotContent & { fingerprint: string },
  createdById: string | null,
): Promise<{ id: string; created: boolean }> {
  return await db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('snapshot:' || ${projectId}, 0))`;
    const same = await tx.snapshot.findFirst({
      where: { projectId, sha256: content.sha256 },
      select: { id: true },
    });
    if (same) {
      // a snapshot from before fingerprints gets its own now
      const { fingerprint } = content;
      await tx.snapshot.update({ where: { id: same.id }, data: { fingerprint } });
      return { id: same.id, created: false };
    }
    // held until the snapshot names them: from then on they cannot be removed
    const there = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM "Asset" WHERE "id" = ANY (${assetIds}::uuid[]) ORDER BY "id" FOR KEY SHARE`;
    if (there.length < assetIds.length) throw new AppError('conflict', 'snapshot.assetRemoved');
    const last = await tx.snapshot.aggregate({ where: { projectId }, _max: { number: true } });
    const { id } = await tx.snapshot.create({
      data: {
        id: newId(),
        projectId,
        number: (last._max.number ?? 0) + 1,
        ...content,
        createdById,
        assets: { createMany: { data: assetIds.map((assetId) => ({ assetId })) } },
      },
      select: { id: true },
    });
    return { id, created: true };
  });
}
