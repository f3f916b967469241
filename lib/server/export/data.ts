import { AppError } from '@/lib/server/app-error';
import type { ExportView } from '@/lib/domain/export/schema';
import { ExportParams, ExportResult } from '@/lib/domain/export/schema';
import { JobError } from '@/lib/domain/job/schema';
import { Progress } from '@/lib/contracts/runner';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';
import type { ExportSource } from '@/lib/server/export/run';

/** The project's exports, newest first, at most 100. */
export async function listExports(scope: ProjectScope): Promise<ExportView[]> {
  const jobs = await db().job.findMany({
    where: { projectId: scope.projectId, kind: 'EXPORT' },
    orderBy: { createdAt: 'desc' },
    take: 100,
  });
  const people = await db().user.findMany({
    where: { id: { in: jobs.flatMap((job) => job.createdById ?? []) } },
    select: { id: true, name: true },
  });
  const snapshots = await db().snapshot.findMany({
    where: { projectId: scope.projectId },
    select: { id: true, number: true },
  });
  const nameOf = new Map(people.map((person) => [person.id, person.name]));
  const numberOf = new Map(snapshots.map((snapshot) => [snapshot.id, snapshot.number]));
  return jobs.map((job) => {
    const params = ExportParams.parse(job.params);
    const error = JobError.safeParse(job.error);
    const failed = job.state === 'FAILED' && error.success;
    return {
      id: job.id,
      format: params.format,
      snapshot: numberOf.get(params.snapshotId) ?? 0,
      state: job.state,
      progress: Progress.safeParse(job.progress).data ?? null,
      error: failed ? error.data : null,
      result: job.state === 'SUCCEEDED' ? ExportResult.parse(job.result) : null,
      createdAt: job.createdAt.toISOString(),
      by: job.createdById === null ? null : (nameOf.get(job.createdById) ?? null),
    };
  });
}

/** The finished zip of an export. @throws AppError `not_found`, or `not_ready` while it is being written */
export async function findExportFile(scope: ProjectScope, jobId: string): Promise<ExportResult> {
  const job = await db().job.findFirst({
    where: { id: jobId, projectId: scope.projectId, kind: 'EXPORT' },
  });
  if (!job) throw new AppError('not_found', 'export.missing');
  if (job.state !== 'SUCCEEDED') {
    throw new AppError('not_ready', 'export.noFile');
  }
  return ExportResult.parse(job.result);
}

/** What an EXPORT job is to write. */
export async function loadExportSource(params: unknown): Promise<ExportSource> {
  const { format, snapshotId } = ExportParams.parse(params);
  const snapshot = await db().snapshot.findUniqueOrThrow({
    where: { id: snapshotId },
    include: { project: { select: { slug: true, name: true } } },
  });
  const { number, sha256, chips, summary, project } = snapshot;
  return { format, snapshot: { number, sha256, chips, summary }, project };
}
