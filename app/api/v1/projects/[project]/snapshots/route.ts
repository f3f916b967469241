import { inProject, route } from '@/lib/server/http/route';
import { listSnapshots } from '@/lib/server/snapshot/data';
import { freezeSnapshot } from '@/lib/server/snapshot/freeze';

export const GET = route({ access: inProject('ADMIN', 'read') }, async ({ project }) => ({
  items: await listSnapshots(project.projectId),
}));

export const POST = route({ access: inProject('ADMIN', 'manage') }, ({ project, actor }) =>
  freezeSnapshot(project, actor.userId),
);
