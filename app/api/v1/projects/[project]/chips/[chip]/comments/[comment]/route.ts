import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { CommentChange } from '@/lib/domain/comment/schema';
import { changeComment } from '@/lib/server/comment/comments';
import { inProject, route } from '@/lib/server/http/route';

export const PATCH = route(
  {
    access: inProject('LABELER', 'label'),
    params: z.object({ chip: ChipKey, comment: z.uuid() }),
    body: CommentChange,
  },
  ({ project, actor, params, body }) => changeComment(project, actor, params, body),
);
