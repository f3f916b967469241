import { AppError } from '@/lib/server/app-error';
import { SnapshotParams } from '@/lib/domain/snapshot/schema';
import { inProject, route } from '@/lib/server/http/route';
import { findSnapshot } from '@/lib/server/snapshot/data';

export const GET = route(
  { access: inProject('ADMIN', 'read'), params: SnapshotParams },
  async ({ project, params }) => {
    const snapshot = await findSnapshot(project.projectId, params);
    if (!snapshot) throw new AppError('not_found', 'snapshot.missing');
    return snapshot;
  },
);
