import { createTranslator } from 'use-intl';
import models from '@/messages/en/models.json';
import { Progress } from '@/lib/contracts/runner';
import { AppError } from '@/lib/server/app-error';
import { RunnerKind } from '@/lib/contracts/job';
import { JobError } from '@/lib/domain/job/schema';
import type { JobKind, JobLogLine, JobView } from '@/lib/domain/job/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';
import { jobTitle } from '@/lib/i18n/job-title';
import { RunnerParams } from '@/lib/server/jobs/schema';
import { namesOf } from '@/lib/server/user/data';

const SELECT = {
  id: true,
  kind: true,
  state: true,
  params: true,
  attempt: true,
  maxAttempts: true,
  progress: true,
  error: true,
  cancelRequestedAt: true,
  leasedBy: true,
  createdById: true,
  createdAt: true,
  runAfter: true,
  startedAt: true,
  endedAt: true,
} as const;

/** Jobs of a project, newest first. `cursor` is the id of the last one seen. */
export async function listJobs(
  project: ProjectScope,
  query: {
    kind?: JobKind | undefined;
    /** only kinds of runners */
    runner?: boolean | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<{ items: JobView[]; nextCursor?: string }> {
  const rows = await db().job.findMany({
    where: {
      projectId: project.projectId,
      ...(query.runner ? { kind: { in: RunnerKind.options } } : {}),
      ...(query.kind ? { kind: query.kind } : {}),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: query.limit + 1,
    ...(query.cursor === undefined ? {} : { cursor: { id: query.cursor }, skip: 1 }),
    select: SELECT,
  });
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: await toViews(page),
    ...(rows.length > page.length && last ? { nextCursor: last.id } : {}),
  };
}

/** A job of the project, or null. */
export async function findJob(project: ProjectScope, jobId: string): Promise<JobView | null> {
  const row = await db().job.findFirst({
    where: { id: jobId, projectId: project.projectId },
    select: SELECT,
  });
  return row && ((await toViews([row]))[0] ?? null);
}

/** A job of the project. @throws AppError `not_found` */
export async function readJob(project: ProjectScope, jobId: string): Promise<JobView> {
  const job = await findJob(project, jobId);
  if (!job) throw noJob();
  return job;
}

/** Lines of a job's log after a line number, oldest first. @throws AppError `not_found` */
export async function readLog(
  project: ProjectScope,
  jobId: string,
  { after, limit }: { after: number; limit: number },
): Promise<JobLogLine[]> {
  const rows = await db().jobLog.findMany({
    where: { jobId, job: { projectId: project.projectId }, id: { gt: after } },
    orderBy: { id: 'asc' },
    take: limit,
    select: { id: true, attempt: true, at: true, level: true, text: true },
  });
  if (rows.length === 0) await readJob(project, jobId);
  return rows.map((row) => ({ ...row, id: Number(row.id), at: row.at.toISOString() }));
}

/** What a call on a job that is not in the project gets. */
export function noJob(): AppError {
  return new AppError('not_found', 'job.missing');
}

interface JobRow {
  id: string;
  kind: JobKind;
  state: JobView['state'];
  params: unknown;
  attempt: number;
  maxAttempts: number;
  progress: unknown;
  error: unknown;
  cancelRequestedAt: Date | null;
  leasedBy: string | null;
  createdById: string | null;
  createdAt: Date;
  runAfter: Date;
  startedAt: Date | null;
  endedAt: Date | null;
}

async function toViews(rows: readonly JobRow[]): Promise<JobView[]> {
  const people = await namesOf(rows.map((row) => row.createdById));
  const made = await db().modelVersion.findMany({
    where: { jobId: { in: rows.map((row) => row.id) } },
    select: { jobId: true, number: true, name: true },
  });
  const versions = new Map(made.map(({ jobId, ...version }) => [jobId, version]));
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    ...titleOf(row),
    state: row.state,
    attempt: row.attempt,
    maxAttempts: row.maxAttempts,
    progress: Progress.nullable().parse(row.progress),
    error: JobError.nullable().parse(row.error),
    cancelRequested: row.cancelRequestedAt !== null,
    runner: row.leasedBy,
    version: versions.get(row.id) ?? null,
    by: row.createdById === null ? null : (people.get(row.createdById) ?? null),
    createdAt: row.createdAt.toISOString(),
    runAfter: row.runAfter.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  }));
}

/** For logs, the command line and other clients of the API. */
const english = createTranslator({ locale: 'en', messages: { models }, namespace: 'models' });

function titleOf(row: Pick<JobRow, 'kind' | 'params'>): Pick<JobView, 'title' | 'subject'> {
  const { kind } = row;
  const subject = subjectOf(row);
  return { title: jobTitle({ kind, subject }, english), subject };
}

function subjectOf({ kind, params }: Pick<JobRow, 'kind' | 'params'>): JobView['subject'] {
  if (kind === 'CUT' || kind === 'EXPORT') return null;
  const { name, chips } = RunnerParams.parse(params);
  return { name, chips };
}
