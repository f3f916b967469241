import { NewTraining } from '@/lib/domain/training/schema';
import { inProject, route } from '@/lib/server/http/route';
import { readTraining, startTraining } from '@/lib/server/training/start';

export const GET = route({ access: inProject('LABELER', 'read') }, ({ project }) =>
  readTraining(project),
);

export const POST = route(
  { access: inProject('ADMIN', 'manage'), body: NewTraining },
  ({ project, actor, body }) => startTraining(project, actor.userId, body),
);
