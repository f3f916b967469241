import { inProject, route } from '@/lib/server/http/route';
import { restoreProject } from '@/lib/server/project/mutations';

/** Brings an archived project back; its cancelled jobs stay cancelled. */
export const POST = route(
  { access: inProject('ADMIN', 'manage', { whileArchived: true }) },
  ({ project }) => restoreProject(project),
);
