import { inProject, route } from '@/lib/server/http/route';
import { mistakesCorrected } from '@/lib/server/review/data';

export const GET = route({ access: inProject('LABELER', 'read') }, async ({ project }) => ({
  items: await mistakesCorrected(project),
}));
