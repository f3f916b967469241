import { inProject, route } from '@/lib/server/http/route';
import { confirmedSample } from '@/lib/server/similar/data';

export const GET = route({ access: inProject('LABELER', 'read') }, ({ project, actor }) =>
  confirmedSample(project, actor),
);
