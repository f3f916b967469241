import { readReliability } from '@/lib/server/ground-truth/people/read';
import { inProject, route } from '@/lib/server/http/route';

export const GET = route({ access: inProject('REVIEWER', 'read') }, ({ project }) =>
  readReliability(project),
);
