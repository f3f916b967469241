import { JobParams } from '@/lib/domain/job/schema';
import { inProject, route } from '@/lib/server/http/route';
import { readJob } from '@/lib/server/jobs/data';

export const GET = route(
  { access: inProject('ADMIN', 'read'), params: JobParams },
  ({ project, params }) => readJob(project, params.job),
);
