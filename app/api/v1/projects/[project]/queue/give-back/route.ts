import { GiveBackRequest } from '@/lib/domain/queue/schema';
import { inProject, route } from '@/lib/server/http/route';
import { giveChipsBack } from '@/lib/server/queue/queue';

export const POST = route(
  { access: inProject('LABELER', 'label'), body: GiveBackRequest },
  ({ project, actor, body }) => giveChipsBack(project, actor, body.numbers),
);
