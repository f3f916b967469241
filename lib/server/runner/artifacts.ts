import { inLease, leaseLost } from '@/lib/server/jobs/mutations';
import type { LeaseKey } from '@/lib/server/jobs/mutations';
import { receivePart, uploadState } from '@/lib/server/objects/upload';
import type { Received } from '@/lib/server/objects/upload';
import { recordArtifact } from '@/lib/server/runner/mutations';

/** Folder under uploads/ that holds the parts of a job's unfinished artifacts, of one attempt or of all. */
export function artifactFolder(jobId: string, attempt?: number): string {
  return `artifacts/${jobId}${attempt === undefined ? '' : `/${String(attempt)}`}`;
}

/** Where the upload of an artifact stands. @throws AppError `lease_lost` */
export async function artifactState(lease: LeaseKey, sha256: string): Promise<Received> {
  return await uploadState(artifactFolder(lease.jobId, await liveAttempt(lease)), sha256);
}

/** Takes a part of an artifact; the last one makes it an object of the store. @throws AppError `lease_lost` and as receivePart */
export async function takeArtifact(
  lease: LeaseKey,
  sha256: string,
  request: Request,
): Promise<Received> {
  const attempt = await liveAttempt(lease);
  const state = await receivePart(request, artifactFolder(lease.jobId, attempt), sha256);
  if (state.complete) {
    // again under the fence: the lease may have passed on while the bytes came in
    await inLease(lease, async (tx, job) => {
      if (!job.alive) throw leaseLost();
      await recordArtifact(tx, job, sha256, state.received);
    });
  }
  return state;
}

async function liveAttempt(lease: LeaseKey): Promise<number> {
  return await inLease(lease, (_tx, job) => {
    if (!job.alive) throw leaseLost();
    return Promise.resolve(job.attempt);
  });
}
