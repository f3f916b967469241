import type { LockedJob, Tx } from '@/lib/server/jobs/mutations';

/** Notes that an attempt delivered an object. */
export async function recordArtifact(
  tx: Tx,
  job: LockedJob,
  sha256: string,
  bytes: number,
): Promise<void> {
  await tx.jobArtifact.createMany({
    data: [{ jobId: job.id, attempt: job.attempt, sha256, bytes: BigInt(bytes) }],
    skipDuplicates: true,
  });
}
