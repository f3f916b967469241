import { ProgressQuery } from '@/lib/domain/progress/schema';
import { inProject, route } from '@/lib/server/http/route';
import { readProgress } from '@/lib/server/progress/read';

export const GET = route(
  { access: inProject('LABELER', 'read'), query: ProgressQuery },
  ({ project, actor, query }) => readProgress(project, actor.userId, query),
);
