import { inProject, route } from '@/lib/server/http/route';
import { startLabelCheck } from '@/lib/server/label-issue/check';

export const POST = route({ access: inProject('REVIEWER', 'review') }, ({ project, actor }) =>
  startLabelCheck(project, actor.userId),
);
