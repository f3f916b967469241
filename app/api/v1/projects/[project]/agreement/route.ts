import { inProject, route } from '@/lib/server/http/route';
import { readFigure } from '@/lib/server/figure/read';

export const GET = route({ access: inProject('REVIEWER', 'read') }, ({ project }) =>
  readFigure(project, 'agreement'),
);
