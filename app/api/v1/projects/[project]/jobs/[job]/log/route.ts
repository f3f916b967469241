import { JobLogQuery, JobParams } from '@/lib/domain/job/schema';
import { inProject, route } from '@/lib/server/http/route';
import { readLog } from '@/lib/server/jobs/data';

export const GET = route(
  { access: inProject('ADMIN', 'read'), params: JobParams, query: JobLogQuery },
  async ({ project, params, query }) => ({ items: await readLog(project, params.job, query) }),
);
