import { Readable } from 'node:stream';
import { AppError } from '@/lib/server/app-error';
import type { SnapshotMade, SnapshotPreview } from '@/lib/domain/snapshot/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { putObject } from '@/lib/server/objects/store';
import { walkSnapshot } from '@/lib/server/snapshot/content';
import { findSnapshot, withFrozenView } from '@/lib/server/snapshot/data';
import { recordSnapshot } from '@/lib/server/snapshot/mutations';

/** What a snapshot made now would hold and leave out. Nothing is written. */
export async function previewSnapshot({ projectId }: ProjectScope): Promise<SnapshotPreview> {
  const content = await withFrozenView(projectId, async (view) => {
    const walk = walkSnapshot(view);
    while (!(await walk.lines.next()).done) continue;
    return walk.finish();
  });
  const same = await findSnapshot(projectId, { sha256: content.sha256 });
  const { chips, cells, summary } = content;
  return { chips, cells, summary, same: same?.number ?? null };
}

/**
 * Freezes the reviewed labels as they are now into an object and records it. The same content again is the same snapshot.
 * @throws AppError `not_ready` when nothing is confirmed
 */
export async function freezeSnapshot(
  { projectId }: ProjectScope,
  createdById: string | null,
): Promise<SnapshotMade> {
  const content = await withFrozenView(projectId, async (view) => {
    const walk = walkSnapshot(view);
    const stored = await putObject(Readable.from(walk.lines));
    const finished = walk.finish();
    if (stored.sha256 !== finished.sha256) {
      throw new Error(`the snapshot was stored as ${stored.sha256}, not ${finished.sha256}`);
    }
    return finished;
  });
  if (content.chips === 0) {
    throw new AppError('not_ready', 'snapshot.nothing');
  }
  const { id, created } = await recordSnapshot(projectId, content, createdById);
  const snapshot = await findSnapshot(projectId, { id });
  if (!snapshot) throw new Error(`snapshot ${id} was just recorded and is not there`);
  return { ...snapshot, created };
}
