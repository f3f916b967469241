import { inProject, route } from '@/lib/server/http/route';
import { readFigure } from '@/lib/server/figure/read';

export const GET = route({ access: inProject('LABELER', 'read') }, async ({ project }) => ({
  items: await readFigure(project, 'mistakes'),
}));
