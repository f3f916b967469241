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
  /** stage and share done, or why it failed; null when there is nothing to say */
  note: string | null;
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
    note: noteOf(job.state, progress, error),
  }));
}

function noteOf(state: JobState, progress: unknown, error: unknown): string | null {
  if (state === 'FAILED') return JobError.safeParse(error).data?.message ?? null;
  if (state !== 'RUNNING') return null;
  const parsed = Progress.safeParse(progress).data;
  return parsed ? `${parsed.text} (${String(Math.round(parsed.fraction * 100))} %)` : null;
}
