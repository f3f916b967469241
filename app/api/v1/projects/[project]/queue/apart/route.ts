import { inProject, route } from '@/lib/server/http/route';
import { readApart } from '@/lib/server/queue/apart/read';

export const GET = route({ access: inProject('ADMIN', 'read') }, ({ project }) =>
  readApart(project),
);
