import { inProject, route } from '@/lib/server/http/route';
import { readFigure } from '@/lib/server/figure/read';

export const GET = route({ access: inProject('ADMIN', 'read') }, ({ project }) =>
  readFigure(project, 'automation-bias'),
);
