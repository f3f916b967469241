import { AppError } from '@/lib/server/app-error';
import type { NewExport } from '@/lib/domain/export/schema';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';
import { insertJob } from '@/lib/server/jobs/mutations';

/** Queues the export of a snapshot for the worker. Returns the job's id. */
export async function queueExport(
  scope: ProjectScope,
  by: Person,
  wanted: NewExport,
): Promise<{ id: string }> {
  const snapshot = await db().snapshot.findUnique({
    where: { projectId_number: { projectId: scope.projectId, number: wanted.snapshot } },
    select: { id: true, chips: true },
  });
  if (!snapshot) {
    throw new AppError('not_found', 'snapshot.missingNumber', { number: wanted.snapshot });
  }
  const id = await insertJob(db(), {
    kind: 'EXPORT',
    projectId: scope.projectId,
    params: { format: wanted.format, snapshotId: snapshot.id },
    createdById: by.userId,
  });
  return { id };
}
