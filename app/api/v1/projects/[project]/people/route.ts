import { listNamedPeople } from '@/lib/server/comment/comments';
import { inProject, route } from '@/lib/server/http/route';

export const GET = route({ access: inProject('LABELER', 'read') }, ({ project }) =>
  listNamedPeople(project),
);
