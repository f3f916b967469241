import { ReleaseRequest } from '@/lib/domain/queue/schema';
import { inProject, route } from '@/lib/server/http/route';
import { releaseChips } from '@/lib/server/queue/queue';

export const POST = route(
  { access: inProject('LABELER', 'label'), body: ReleaseRequest },
  ({ project, actor, body }) => releaseChips(project, actor, body.numbers),
);
