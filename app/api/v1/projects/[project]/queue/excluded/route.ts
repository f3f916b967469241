import { inProject, route } from '@/lib/server/http/route';
import { readExcluded } from '@/lib/server/queue/excluded/read';

export const GET = route({ access: inProject('ADMIN', 'read') }, ({ project }) =>
  readExcluded(project),
);
