import { ProjectChange } from '@/lib/domain/project/schema';
import { inProject, route } from '@/lib/server/http/route';
import { readProject } from '@/lib/server/project/data';
import { changeProject } from '@/lib/server/project/mutations';

export const GET = route({ access: inProject('LABELER', 'read') }, ({ project }) =>
  readProject(project),
);

export const PATCH = route(
  { access: inProject('ADMIN', 'manage'), body: ProjectChange },
  ({ project, body }) => changeProject(project, body),
);
