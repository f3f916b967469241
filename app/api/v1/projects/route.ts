import { NewProject, ProjectsQuery } from '@/lib/domain/project/schema';
import { route } from '@/lib/server/http/route';
import { listProjects } from '@/lib/server/overview/data';
import { createProject } from '@/lib/server/project/mutations';

export const GET = route(
  { access: { kind: 'person', scope: 'read' }, query: ProjectsQuery },
  async ({ actor, query }) => ({ items: await listProjects(actor, query) }),
);

export const POST = route(
  { access: { kind: 'maker', scope: 'manage' }, body: NewProject },
  // the owner is admin of every project as it is
  ({ actor, body }) => createProject(actor.userId, body, { admin: !actor.isOwner }),
);
