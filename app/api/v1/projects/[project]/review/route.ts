import { ReviewQuery } from '@/lib/domain/review/schema';
import { inProject, route } from '@/lib/server/http/route';
import { listReview } from '@/lib/server/review/list';

export const GET = route(
  { access: inProject('REVIEWER', 'read'), query: ReviewQuery },
  ({ project, query }) => listReview(project, query),
);
