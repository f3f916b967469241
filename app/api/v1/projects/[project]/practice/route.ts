import { readPractice } from '@/lib/server/ground-truth/practice/read';
import { inProject, route } from '@/lib/server/http/route';

export const GET = route({ access: inProject('LABELER', 'read') }, ({ project, actor }) =>
  readPractice(project, actor),
);
