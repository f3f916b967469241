import { Progress } from '@/lib/contracts/runner';
import { JobError } from '@/lib/domain/job/schema';
import type { JobKind, JobState } from '@/lib/domain/job/schema';
import { db } from '@/lib/server/db/client';

/** A job as the owner of the instance sees it, whatever project it belongs to. */
export interface InstanceJob {
  id: string;
  kind: JobKind;
  state: JobState;
  project: { slug: string; name: string } | null;
  /** share done of one that runs, else null */
  fraction: number | null;
  /** why one failed, else null */
  error: JobError | null;
  createdAt: Date;
  endedAt: Date | null;
}

/** The instance's latest jobs, newest first. */
export async function listInstanceJobs(limit: number): Promise<InstanceJob[]> {
  const rows = await db().job.findMany({
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
    select: {
      id: true,
      kind: true,
      state: true,
      progress: true,
      error: true,
      createdAt: true,
      endedAt: true,
      project: { select: { slug: true, name: true } },
    },
  });
  return rows.map(({ progress, error, ...job }) => ({
    ...job,
    fraction:
      job.state === 'RUNNING' ? (Progress.safeParse(progress).data?.fraction ?? null) : null,
    error: job.state === 'FAILED' ? (JobError.safeParse(error).data ?? null) : null,
  }));
}
