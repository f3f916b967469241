import { newId } from '@/lib/core/ids';
import type { ProjectId } from '@/lib/core/ids';
import type { SnapshotContent } from '@/lib/server/snapshot/content';
import { db } from '@/lib/server/db/client';

/**
 * Records a frozen content as the project's next snapshot, or finds the one that has it already: of two people who freeze
 * the same labels at once, the second gets the first one's.
 */
export async function recordSnapshot(
  projectId: ProjectId,
  content: SnapshotContent & { fingerprint: string },
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
    const last = await tx.snapshot.aggregate({ where: { projectId }, _max: { number: true } });
    const { id } = await tx.snapshot.create({
      data: {
        id: newId(),
        projectId,
        number: (last._max.number ?? 0) + 1,
        ...content,
        createdById,
      },
      select: { id: true },
    });
    return { id, created: true };
  });
}
