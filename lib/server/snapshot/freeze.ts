import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { AppError } from '@/lib/server/app-error';
import type { SnapshotMade, SnapshotPreview } from '@/lib/domain/snapshot/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { putObject } from '@/lib/server/objects/store';
import { datasetHeader, walkSnapshot } from '@/lib/server/snapshot/content';
import { findSnapshot, readFrozenHead, withFrozenView } from '@/lib/server/snapshot/data';
import type { FrozenHead } from '@/lib/server/snapshot/data';
import { recordSnapshot } from '@/lib/server/snapshot/mutations';
import { summarise } from '@/lib/server/snapshot/summary';

/** What a snapshot made now would hold and leave out, by stored figures: quick however large the project. Nothing is written. */
export async function previewSnapshot({ projectId }: ProjectScope): Promise<SnapshotPreview> {
  const head = await readFrozenHead(projectId);
  const same = await findSnapshot(projectId, { fingerprint: fingerprintOf(head) });
  return { ...summarise(head), same: same?.number ?? null };
}

/**
 * Freezes the reviewed labels as they are now into an object and records it. The same content again is the same snapshot.
 * @throws AppError `not_ready` when nothing is confirmed, `conflict` when a picture of it was removed meanwhile
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
    return { ...finished, fingerprint: fingerprintOf(view) };
  });
  if (content.chips === 0) {
    throw new AppError('not_ready', 'snapshot.nothing');
  }
  const { id, created } = await recordSnapshot(projectId, content, createdById);
  const snapshot = await findSnapshot(projectId, { id });
  if (!snapshot) throw new Error(`snapshot ${id} was just recorded and is not there`);
  return { ...snapshot, created };
}

/** Two views with one fingerprint have the same header and the same confirmed chips with the same labels. */
function fingerprintOf(view: FrozenHead): string {
  let hash = 0n;
  let chips = 0;
  for (const row of view.confirmed.filter((one) => one.outcome === 'IN' && one.code === null)) {
    hash ^= BigInt(row.fingerprint);
    chips += row.chips;
  }
  const header = createHash('sha256')
    .update(JSON.stringify(datasetHeader(view)))
    .digest('hex');
  return `${header.slice(0, 32)}/${String(chips)}/${String(hash)}`;
}
