import { z } from 'zod';
import { NewView } from '@/lib/domain/saved-view/schema';
import { inProject, route } from '@/lib/server/http/route';
import { putView, removeView } from '@/lib/server/saved-view/mutations';

const Params = z.object({ view: z.uuid() });

export const PUT = route(
  { access: inProject('LABELER', 'label'), params: Params, body: NewView },
  ({ project, actor, params, body }) => putView(project, actor.userId, params.view, body),
);

export const DELETE = route(
  { access: inProject('LABELER', 'label'), params: Params },
  ({ project, actor, params }) => removeView(project, actor.userId, params.view),
);
