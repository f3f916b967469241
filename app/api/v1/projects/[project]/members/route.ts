import { inProject, route } from '@/lib/server/http/route';
import { listMembers } from '@/lib/server/member/data';

export const GET = route({ access: inProject('ADMIN', 'manage') }, async ({ project }) => ({
  items: await listMembers(project),
}));
