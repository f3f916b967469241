import { readFigure } from '@/lib/server/figure/read';
import { inProject, route } from '@/lib/server/http/route';

export const GET = route({ access: inProject('LABELER', 'read') }, ({ project }) =>
  readFigure(project, 'proposal-accuracy'),
);
