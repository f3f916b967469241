import { inProject, route } from '@/lib/server/http/route';
import { listVersions } from '@/lib/server/model/data';

export const GET = route({ access: inProject('LABELER', 'read') }, async ({ project }) => ({
  items: await listVersions(project),
}));
