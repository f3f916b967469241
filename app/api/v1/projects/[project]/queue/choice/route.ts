import { QueueWanted } from '@/lib/domain/queue/schema';
import { inProject, route } from '@/lib/server/http/route';
import { putChoice } from '@/lib/server/queue/mutations';

export const PUT = route(
  { access: inProject('LABELER', 'label'), body: QueueWanted },
  ({ project, actor, body }) => putChoice(project.projectId, actor.userId, body),
);
