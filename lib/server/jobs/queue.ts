import type { Progress } from '@/lib/contracts/runner';
import { JobError } from '@/lib/domain/job/schema';
import type { JobKind, JobState, WorkerKind } from '@/lib/domain/job/schema';
import { AppError } from '@/lib/server/app-error';
import {
  endJob,
  extendLease,
  inLease,
  insertLog,
  leaseLost,
  leaseOldest,
  reapExpired,
  requeueJob,
} from '@/lib/server/jobs/mutations';
import type {
  ClaimedJob,
  JobResult,
  LeaseKey,
  LockedJob,
  LogLine,
  Tx,
} from '@/lib/server/jobs/mutations';

/*
 * The rules of the one queue, for the Node worker (which calls these functions) and for runners (lib/server/runner, over HTTP).
 * Delivery is at least once; effects happen once, because whatever a job makes becomes real in the transaction that ends it, or is
 * written in parts that are the same whoever writes them, and however often.
 */

/** Takes the next waiting job of these kinds, after giving back those whose holder went silent. Null: nothing to do. */
export async function claimJob(
  name: string,
  kinds: readonly JobKind[],
): Promise<ClaimedJob | null> {
  await reapExpired();
  return await leaseOldest(name, kinds);
}

/** The same for the Node worker. */
export async function claimForWorker(
  name: string,
  kinds: readonly WorkerKind[],
): Promise<ClaimedJob | null> {
  return await claimJob(name, kinds);
}

/**
 * A heartbeat: moves the deadline, keeps the progress and tells whether somebody asked for the end.
 * @throws AppError `lease_lost`
 */
export async function heartbeat(
  lease: LeaseKey,
  progress?: Progress,
): Promise<{ cancel: boolean }> {
  const held = await extendLease(lease, progress);
  if (!held) throw leaseLost();
  return held;
}

/** @throws AppError `invalid` for the result of another kind of job */
export function assertKind(job: Pick<LockedJob, 'kind'>, kind: JobKind): void {
  if (job.kind === kind) return;
  throw new AppError('invalid', 'protocol', {
    detail: `This job is ${job.kind}, its result is of ${kind}.`,
  });
}

/** Appends to the job's log. @throws AppError `lease_lost` */
export async function logLines(lease: LeaseKey, lines: readonly LogLine[]): Promise<void> {
  await inLease(lease, async (tx, job) => {
    if (!job.alive) throw leaseLost();
    await insertLog(tx, job, lines);
  });
}

/**
 * Ends a job well. `effect` runs in the same transaction, under the fence, and gives the stored result: what the job made
 * exists exactly when the job has succeeded. Asked again by the same holder, the stored result comes back and nothing runs.
 * A job that was to be cancelled ends cancelled and `effect` does not run.
 * @returns the result, or null when the job ended cancelled instead
 * @throws AppError `lease_lost`
 */
export async function finishJob(
  lease: LeaseKey,
  effect: (tx: Tx, job: LockedJob) => Promise<JobResult>,
): Promise<JobResult | null> {
  return await inLease(lease, async (tx, job) => {
    if (job.state === 'SUCCEEDED') return job.result as JobResult;
    if (job.state === 'CANCELLED') return null;
    if (!job.alive) throw leaseLost();
    if (job.cancel) {
      await endJob(tx, job.id, { state: 'CANCELLED' });
      return null;
    }
    const result = await effect(tx, job);
    await endJob(tx, job.id, { state: 'SUCCEEDED', result });
    return result;
  });
}

/**
 * Does a part of a job's work that would hold too much for too long as part of its end: in a transaction of its own, under the
 * fence, and moving the deadline as a heartbeat does. What it writes stays whatever becomes of the job.
 * @returns what `work` gives, or null when it did not run, since the job has ended or is to be cancelled: `finishJob` says which
 * @throws AppError `lease_lost`
 */
export async function doPart<T>(
  lease: LeaseKey,
  work: (tx: Tx, job: LockedJob) => Promise<T>,
): Promise<T | null> {
  return await inLease(lease, async (tx, job) => {
    if (job.state === 'SUCCEEDED' || job.state === 'CANCELLED') return null;
    if (!job.alive) throw leaseLost();
    if (job.cancel) return null;
    const done = await work(tx, job);
    await extendLease(lease, undefined, tx);
    return done;
  });
}

/**
 * Ends an attempt badly. USER and BUG end the job, DATA gets one more try, INFRA and LOST all tries that are left (with
 * backoff), OOM too but with half the batch. CANCELLED, or any failure of a job that was to be cancelled, ends it cancelled.
 * @throws AppError `lease_lost`
 */
export async function failJob(lease: LeaseKey, error: JobError): Promise<JobState> {
  return await inLease(lease, async (tx, job) => {
    if (job.state === 'FAILED' || job.state === 'CANCELLED') return job.state;
    if (!job.alive) throw leaseLost();
    await insertLog(tx, job, [{ level: 'error', text: `${error.class}: ${error.message}` }]);
    if (job.cancel || error.class === 'CANCELLED') {
      await endJob(tx, job.id, { state: 'CANCELLED' });
      return 'CANCELLED';
    }
    const params = paramsOfRetry(job, error);
    if (params === null) {
      await endJob(tx, job.id, { state: 'FAILED', error });
      return 'FAILED';
    }
    await requeueJob(tx, job.id, error, params);
    return 'QUEUED';
  });
}

/** The parameters to try again with, or null when the job ends here. */
function paramsOfRetry(
  job: Pick<LockedJob, 'attempt' | 'maxAttempts' | 'error' | 'params'>,
  error: JobError,
): unknown {
  if (job.attempt >= job.maxAttempts) return null;
  switch (error.class) {
    case 'USER':
    case 'BUG':
    case 'CANCELLED':
      return null;
    case 'DATA':
      // one more try: the attempt before this one did not fail by its data as well
      return JobError.safeParse(job.error).data?.class === 'DATA' ? null : job.params;
    case 'INFRA':
    case 'LOST':
      return job.params;
    case 'OOM':
      return halveBatch(job.params);
  }
}

/** Runner jobs keep what goes into job.json under `params`; without a batch above 1 a retry would meet the same end. */
function halveBatch(params: unknown): unknown {
  if (!isRecord(params) || !isRecord(params['params'])) return null;
  const batch = params['params']['batch'];
  if (typeof batch !== 'number' || batch < 2) return null;
  return { ...params, params: { ...params['params'], batch: Math.floor(batch / 2) } };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
