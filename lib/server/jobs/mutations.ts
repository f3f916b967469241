import { Prisma } from '@/generated/prisma/client';
import type { Db } from '@/lib/server/db/client';
import { db } from '@/lib/server/db/client';
import { AppError } from '@/lib/server/app-error';
import { newId } from '@/lib/core/ids';
import type { ProjectId } from '@/lib/core/ids';
import type { JobError, JobKind, JobState } from '@/lib/domain/job/schema';
import type { Progress } from '@/lib/contracts/runner';
import { env } from '@/lib/server/env';
import { jobError } from '@/lib/server/jobs/job-error';

/*
 * The statements of the queue; its rules are in queue.ts. Only the database's clock is read: a machine whose clock is wrong
 * can neither keep nor lose a lease by that. A lease is (job, token) while the job is LEASED or RUNNING, the token is the
 * job's and its time has not run out.
 */

/** Seconds before the first retry, doubled an attempt, at most `cap`, plus up to a quarter of it by chance. */
const BACKOFF = { base: 5, cap: 600 } as const;
const RETRY_AT = Prisma.sql`now() + make_interval(secs =>
  least(power(2, "attempt" - 1) * ${BACKOFF.base}::float8, ${BACKOFF.cap}::float8) * (1 + random() / 4))`;
const ALIVE = Prisma.sql`"state" IN ('LEASED', 'RUNNING') AND "leaseUntil" > now()`;

export type Tx = Prisma.TransactionClient;
export type JobResult = Prisma.InputJsonObject;

/** What every call of a worker or runner carries. */
export interface LeaseKey {
  jobId: string;
  leaseToken: string;
}

export interface NewJob {
  kind: JobKind;
  projectId: ProjectId | null;
  /** JSON: RunnerParams (lib/server/jobs/schema.ts), or the shape of the kind */
  params: Readonly<Record<string, unknown>>;
  createdById: string | null;
  maxAttempts?: number;
}

/** A job as it was just claimed. */
export interface ClaimedJob {
  id: string;
  kind: JobKind;
  projectId: ProjectId | null;
  params: unknown;
  attempt: number;
  maxAttempts: number;
  leaseToken: string;
}

/** A job whose row is held. */
export interface LockedJob {
  id: string;
  kind: JobKind;
  projectId: ProjectId | null;
  state: JobState;
  params: unknown;
  result: unknown;
  error: unknown;
  attempt: number;
  maxAttempts: number;
  createdById: string | null;
  /** somebody asked for its end */
  cancel: boolean;
  /** the lease holds; false once the job has ended or its time ran out */
  alive: boolean;
}

/** Puts a job in the queue; inside the caller's transaction it becomes visible with the rest of it. */
export async function insertJob(client: Db, job: NewJob): Promise<string> {
  const { id } = await client.job.create({
    data: { id: newId(), ...job, params: job.params as Prisma.InputJsonObject },
    select: { id: true },
  });
  return id;
}

/** The same on its own. */
export async function queueJob(job: NewJob): Promise<string> {
  return await insertJob(db(), job);
}

/**
 * Puts a training, a check of labels or an inference in the queue; null when the project has one under way, of an inference one by
 * the same version (the database holds that it is the only one).
 */
export async function insertOnlyOne(job: NewJob): Promise<string | null> {
  try {
    return await insertJob(db(), job);
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
      return null;
    throw error;
  }
}

/**
 * Gives the oldest waiting job of these kinds to `name` under a new token, or null. Two claims never get the same job. Of an
 * archived project only exports run. Checks of labels that nobody asked for come last: people wait for everything else.
 */
export async function leaseOldest(
  name: string,
  kinds: readonly JobKind[],
): Promise<ClaimedJob | null> {
  const rows = await db().$queryRaw<ClaimedJob[]>`
    UPDATE "Job" SET "state" = 'LEASED', "attempt" = "attempt" + 1, "leaseToken" = gen_random_uuid(),
      "leaseUntil" = now() + make_interval(secs => ${env().QUADRAT_JOB_LEASE_SECONDS}::float8),
      "leasedBy" = ${name}, "startedAt" = now(), "progress" = NULL
    WHERE "id" = (
      SELECT "id" FROM "Job" j
      WHERE "state" = 'QUEUED' AND "runAfter" <= now() AND "kind"::text = ANY (${[...kinds]})
        AND ("kind" = 'EXPORT' OR NOT EXISTS (
          SELECT 1 FROM "Project" p WHERE p."id" = j."projectId" AND p."archivedAt" IS NOT NULL))
      ORDER BY "kind" = 'LABEL_ISSUES' AND "createdById" IS NULL, "createdAt", "id" FOR UPDATE SKIP LOCKED LIMIT 1)
    RETURNING "id", "kind", "projectId", "params", "attempt", "maxAttempts", "leaseToken"`;
  return rows[0] ?? null;
}

/** Ends or requeues every job whose lease ran out; returns how many. */
export async function reapExpired(): Promise<number> {
  const lost = jobError('LOST', { key: 'job.machineSilent' });
  return await db().$executeRaw`
    UPDATE "Job" SET
      "state" = CASE WHEN "cancelRequestedAt" IS NOT NULL THEN 'CANCELLED'
                     WHEN "attempt" < "maxAttempts" THEN 'QUEUED' ELSE 'FAILED' END::"JobState",
      "error" = CASE WHEN "cancelRequestedAt" IS NULL AND "attempt" >= "maxAttempts"
                     THEN ${JSON.stringify(lost)}::jsonb ELSE "error" END,
      "endedAt" = CASE WHEN "cancelRequestedAt" IS NOT NULL OR "attempt" >= "maxAttempts" THEN now() END,
      "runAfter" = ${RETRY_AT}, "leaseToken" = NULL, "leaseUntil" = NULL
    WHERE "id" IN (
      SELECT "id" FROM "Job" WHERE "state" IN ('LEASED', 'RUNNING') AND "leaseUntil" <= now()
      FOR UPDATE SKIP LOCKED)`;
}

/** A new deadline for a live lease; null for a stale one. `cancel` tells that somebody asked for the end. */
export async function extendLease(
  lease: LeaseKey,
  progress: Progress | undefined,
  client: Db = db(),
): Promise<{ cancel: boolean } | null> {
  const reported = progress === undefined ? null : JSON.stringify(progress);
  const rows = await client.$queryRaw<{ cancel: boolean }[]>`
    UPDATE "Job" SET "state" = 'RUNNING', "progress" = coalesce(${reported}::jsonb, "progress"),
      "leaseUntil" = now() + make_interval(secs => ${env().QUADRAT_JOB_LEASE_SECONDS}::float8)
    WHERE "id" = ${lease.jobId}::uuid AND "leaseToken" = ${lease.leaseToken}::uuid AND ${ALIVE}
    RETURNING "cancelRequestedAt" IS NOT NULL AS "cancel"`;
  return rows[0] ?? null;
}

/**
 * Runs `work` in a transaction that holds the job's row: nobody else can end, cancel or reap it meanwhile. `alive` tells a
 * live lease from an ended job whose last holder asks again.
 * @throws AppError `lease_lost` when the token is not the job's
 */
export async function inLease<T>(
  lease: LeaseKey,
  work: (tx: Tx, job: LockedJob) => Promise<T>,
): Promise<T> {
  return await db().$transaction(
    async (tx) => {
      const rows = await tx.$queryRaw<LockedJob[]>`
        SELECT "id", "kind", "projectId", "state", "params", "result", "error", "attempt", "maxAttempts", "createdById",
          "cancelRequestedAt" IS NOT NULL AS "cancel", (${ALIVE}) AS "alive"
        FROM "Job" WHERE "id" = ${lease.jobId}::uuid AND "leaseToken" = ${lease.leaseToken}::uuid FOR UPDATE`;
      const job = rows[0];
      if (!job) throw leaseLost();
      return await work(tx, job);
    },
    { timeout: 300_000, maxWait: 20_000 },
  );
}

/** What a call with a stale token gets; whoever made it stops and drops its output. */
export function leaseLost(): AppError {
  return new AppError('lease_lost', 'protocol', {
    detail:
      'This job is no longer yours: the lease ran out or somebody else has it. Stop the work and drop its output.',
  });
}

/** Ends a locked job. Its token stays, so that the holder's repeated call gets the same answer. */
export async function endJob(
  tx: Tx,
  jobId: string,
  end:
    | { state: 'SUCCEEDED'; result: JobResult }
    | { state: 'FAILED'; error: JobError }
    | { state: 'CANCELLED' },
): Promise<void> {
  const result = end.state === 'SUCCEEDED' ? JSON.stringify(end.result) : null;
  const error = end.state === 'FAILED' ? JSON.stringify(end.error) : null;
  await tx.$executeRaw`
    UPDATE "Job" SET "state" = ${end.state}::"JobState", "result" = ${result}::jsonb, "leaseUntil" = NULL, "endedAt" = now(),
      "error" = CASE WHEN ${end.state} = 'SUCCEEDED' THEN NULL ELSE coalesce(${error}::jsonb, "error") END
    WHERE "id" = ${jobId}::uuid`;
}

/** Gives a locked job back to the queue after a failed attempt; `params` replaces its parameters. */
export async function requeueJob(
  tx: Tx,
  jobId: string,
  error: JobError,
  params: unknown,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Job" SET "state" = 'QUEUED', "error" = ${JSON.stringify(error)}::jsonb, "params" = ${JSON.stringify(params)}::jsonb,
      "runAfter" = ${RETRY_AT}, "leaseToken" = NULL, "leaseUntil" = NULL
    WHERE "id" = ${jobId}::uuid`;
}

/** Cancels a waiting job at once and asks for the end of a running one; null when there is no such job in the project. */
export async function requestCancel(projectId: ProjectId, jobId: string): Promise<JobState | null> {
  const rows = await db().$queryRaw<{ state: JobState }[]>`
    UPDATE "Job" SET
      "cancelRequestedAt" = CASE WHEN "state" IN ('QUEUED', 'LEASED', 'RUNNING')
        THEN coalesce("cancelRequestedAt", now()) ELSE "cancelRequestedAt" END,
      "endedAt" = CASE WHEN "state" = 'QUEUED' THEN now() ELSE "endedAt" END,
      "state" = CASE WHEN "state" = 'QUEUED' THEN 'CANCELLED' ELSE "state" END
    WHERE "id" = ${jobId}::uuid AND "projectId" = ${projectId}::uuid
    RETURNING "state"`;
  return rows[0]?.state ?? null;
}

/** The same for all jobs of a project but its exports, in the caller's transaction. */
export async function requestCancelAll(tx: Tx, projectId: ProjectId): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Job" SET "cancelRequestedAt" = coalesce("cancelRequestedAt", now()),
      "endedAt" = CASE WHEN "state" = 'QUEUED' THEN now() END,
      "state" = CASE WHEN "state" = 'QUEUED' THEN 'CANCELLED' ELSE "state" END
    WHERE "projectId" = ${projectId}::uuid AND "state" IN ('QUEUED', 'LEASED', 'RUNNING') AND "kind" <> 'EXPORT'`;
}

/** A line of a job's log. */
export interface LogLine {
  level: 'debug' | 'info' | 'warning' | 'error';
  text: string;
  /** by default the database's time */
  at?: Date;
}

/** Appends lines to the log of a held job. */
export async function insertLog(tx: Tx, job: LockedJob, lines: readonly LogLine[]): Promise<void> {
  await tx.jobLog.createMany({
    data: lines.map((line) => ({ jobId: job.id, attempt: job.attempt, ...line })),
  });
}

/** Lines of the log of a job that ended so long ago are of use to nobody; the job's row stays, with its error. */
const LOG_DAYS = 90;
/** Lines that one call removes at the most, so that it holds nothing up. */
const LOG_LINES = 10_000;

/** Removes lines of the logs of jobs that ended 90 days ago. */
export async function dropOldLogs(): Promise<void> {
  await db().$executeRaw`
    DELETE FROM "JobLog" WHERE "id" IN (
      SELECT l."id" FROM "JobLog" l JOIN "Job" j ON j."id" = l."jobId"
      WHERE j."endedAt" < now() - make_interval(days => ${LOG_DAYS}::int) ORDER BY l."jobId", l."id" LIMIT ${LOG_LINES})`;
}
