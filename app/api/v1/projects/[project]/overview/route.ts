import { inProject, route } from '@/lib/server/http/route';
import { readOverview } from '@/lib/server/overview/read';

export const GET = route({ access: inProject('LABELER', 'read') }, ({ project, actor }) =>
  readOverview(project, actor.userId),
);
