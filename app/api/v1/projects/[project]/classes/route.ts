import { NewClass } from '@/lib/domain/class/schema';
import { listClasses } from '@/lib/server/class/data';
import { addClass } from '@/lib/server/class/mutations';
import { inProject, route } from '@/lib/server/http/route';

export const GET = route({ access: inProject('LABELER', 'read') }, async ({ project }) => ({
  items: await listClasses(project),
}));

export const POST = route(
  { access: inProject('ADMIN', 'manage'), body: NewClass },
  ({ project, body }) => addClass(project, body),
);
