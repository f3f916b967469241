import type { Prisma } from '@/generated/prisma/client';
import type { ClaimedJob, JobResult, LockedJob } from '@/lib/server/jobs/mutations';

/** What a handler of the worker is given. */
export interface WorkerContext {
  job: ClaimedJob;
  /** ends the work: somebody cancelled the job, the lease is lost, or the worker is to stop */
  signal: AbortSignal;
  /** kept and sent with the next heartbeat; call it as often as there is news */
  progress: (fraction: number, stage: string, text: string) => void;
}

/** Runs one job. What it returns happens in the transaction that ends the job, under its fence, and is the job's result. */
export type Handler = (
  context: WorkerContext,
) => Promise<(tx: Prisma.TransactionClient, job: LockedJob) => Promise<JobResult>>;
