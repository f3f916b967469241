import { inProject, route } from '@/lib/server/http/route';
import { readArchiveSummary } from '@/lib/server/project/archive/data';
import { archiveProject } from '@/lib/server/project/mutations';

/** What stops and what stays when it is archived. */
export const GET = route({ access: inProject('ADMIN', 'read') }, ({ project }) =>
  readArchiveSummary(project),
);

/** Makes the project read-only and cancels its jobs but exports; an archived one stays as it is. */
export const POST = route(
  { access: inProject('ADMIN', 'manage', { whileArchived: true }) },
  ({ project }) => archiveProject(project),
);
