import { QueueRequest } from '@/lib/domain/queue/schema';
import { inProject, route } from '@/lib/server/http/route';
import { nextChips } from '@/lib/server/queue/queue';

export const POST = route(
  { access: inProject('LABELER', 'label'), body: QueueRequest },
  ({ project, actor, body }) => nextChips(project, actor, body),
);
