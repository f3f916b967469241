import { HoldRequest } from '@/lib/domain/queue/schema';
import { inProject, route } from '@/lib/server/http/route';
import { keepChips } from '@/lib/server/queue/queue';

export const POST = route(
  { access: inProject('LABELER', 'label'), body: HoldRequest },
  ({ project, actor, body }) => keepChips(project, actor, body),
);
