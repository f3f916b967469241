import { SearchQuery } from '@/lib/domain/search/schema';
import { inProject, route } from '@/lib/server/http/route';
import { search } from '@/lib/server/search/data';

export const GET = route(
  { access: inProject('LABELER', 'read'), query: SearchQuery },
  ({ project, actor, query }) => search(project, actor, query.q),
);
