import { ProgressFileQuery } from '@/lib/domain/progress/schema';
import { inProject, route } from '@/lib/server/http/route';
import { progressCsv } from '@/lib/server/progress/csv';

export const GET = route(
  { access: inProject('LABELER', 'read'), query: ProgressFileQuery },
  ({ project, actor, query }) => progressCsv(project, actor.userId, query),
);
