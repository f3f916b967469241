import { JobQuery } from '@/lib/domain/job/schema';
import { inProject, route } from '@/lib/server/http/route';
import { listJobs } from '@/lib/server/jobs/data';

export const GET = route(
  { access: inProject('ADMIN', 'read'), query: JobQuery },
  ({ project, query }) => listJobs(project, query),
);
