import { QueuePreference } from '@/lib/domain/queue/schema';
import { inProject, route } from '@/lib/server/http/route';
import { putPreference } from '@/lib/server/queue/preference/mutations';

export const PUT = route(
  { access: inProject('LABELER', 'label'), body: QueuePreference },
  ({ project, actor, body }) => putPreference(project.projectId, actor.userId, body),
);
