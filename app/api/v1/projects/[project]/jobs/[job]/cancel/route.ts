import { JobParams } from '@/lib/domain/job/schema';
import { inProject, route } from '@/lib/server/http/route';
import { readJob } from '@/lib/server/jobs/data';
import { requestCancel } from '@/lib/server/jobs/mutations';

/** A waiting job ends at once, a running one within some heartbeats; an ended one stays as it is. */
export const POST = route(
  { access: inProject('ADMIN', 'manage', { whileArchived: true }), params: JobParams },
  async ({ project, params }) => {
    await requestCancel(project.projectId, params.job);
    return readJob(project, params.job);
  },
);
