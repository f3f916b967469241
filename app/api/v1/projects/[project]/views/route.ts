import { inProject, route } from '@/lib/server/http/route';
import { savedViews } from '@/lib/server/saved-view/data';

export const GET = route({ access: inProject('LABELER', 'read') }, async ({ project, actor }) => ({
  items: await savedViews(project, actor.userId),
}));
