import { inProject, route } from '@/lib/server/http/route';
import { archiveProject } from '@/lib/server/project/mutations';

/** Makes the project read-only and cancels its jobs but exports; an archived one stays as it is. */
export const POST = route(
  { access: inProject('ADMIN', 'manage', { whileArchived: true }) },
  ({ project }) => archiveProject(project),
);
