import { LeaseHeartbeatRequest } from '@/lib/domain/queue/schema';
import { inProject, route } from '@/lib/server/http/route';
import { heartbeatChips } from '@/lib/server/queue/queue';

export const POST = route(
  { access: inProject('LABELER', 'label'), body: LeaseHeartbeatRequest },
  ({ project, actor, body }) => heartbeatChips(project, actor, body),
);
