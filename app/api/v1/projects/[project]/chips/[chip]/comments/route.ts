import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { NewComment } from '@/lib/domain/comment/schema';
import { addComment, readComments } from '@/lib/server/comment/comments';
import { inProject, route } from '@/lib/server/http/route';

const Params = z.object({ chip: ChipKey });

export const GET = route(
  { access: inProject('LABELER', 'read'), params: Params },
  ({ project, actor, params }) => readComments(project, actor, params.chip),
);

export const POST = route(
  { access: inProject('LABELER', 'label'), params: Params, body: NewComment },
  ({ project, actor, params, body }) => addComment(project, actor, params.chip, body),
);
