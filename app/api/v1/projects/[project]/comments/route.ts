import { CommentQuery } from '@/lib/domain/comment/schema';
import { listCommented } from '@/lib/server/comment/comments';
import { inProject, route } from '@/lib/server/http/route';

export const GET = route(
  { access: inProject('LABELER', 'read'), query: CommentQuery },
  ({ project, actor, query }) => listCommented(project, actor, query),
);
