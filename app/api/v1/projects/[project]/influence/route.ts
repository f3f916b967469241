import { inProject, route } from '@/lib/server/http/route';
import { readInfluence } from '@/lib/server/influence/influence';

export const GET = route({ access: inProject('ADMIN', 'read') }, ({ project }) =>
  readInfluence(project),
);
