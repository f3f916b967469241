import { z } from 'zod';
import { inProject, route } from '@/lib/server/http/route';
import { removeFilter } from '@/lib/server/queue/preference/mutations';

const Params = z.object({ filter: z.uuid() });

export const DELETE = route(
  { access: inProject('LABELER', 'label'), params: Params },
  ({ project, actor, params }) => removeFilter(project.projectId, actor.userId, params.filter),
);
