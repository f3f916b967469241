import { NewFilter } from '@/lib/domain/queue/schema';
import { inProject, route } from '@/lib/server/http/route';
import { filtersOf } from '@/lib/server/queue/preference/data';
import { putFilter } from '@/lib/server/queue/preference/mutations';

export const GET = route({ access: inProject('LABELER', 'read') }, async ({ project, actor }) => ({
  items: await filtersOf(project.projectId, actor.userId),
}));

export const POST = route(
  { access: inProject('LABELER', 'label'), body: NewFilter },
  ({ project, actor, body }) => putFilter(project.projectId, actor.userId, body),
);
