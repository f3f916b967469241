import { inProject, route } from '@/lib/server/http/route';
import { readQueue } from '@/lib/server/queue/queue';

export const GET = route({ access: inProject('LABELER', 'read') }, ({ project, actor }) =>
  readQueue(project, actor),
);
