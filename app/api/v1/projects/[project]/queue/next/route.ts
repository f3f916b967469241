import { QueueRequest } from '@/lib/domain/queue/schema';
import { inProject, route } from '@/lib/server/http/route';
import { nextChip } from '@/lib/server/queue/queue';

export const POST = route(
  { access: inProject('LABELER', 'label'), body: QueueRequest },
  ({ project, actor, body }) => nextChip(project, actor, body),
);
