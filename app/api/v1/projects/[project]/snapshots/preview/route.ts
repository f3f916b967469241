import { inProject, route } from '@/lib/server/http/route';
import { previewSnapshot } from '@/lib/server/snapshot/freeze';

export const GET = route({ access: inProject('ADMIN', 'read') }, ({ project }) =>
  previewSnapshot(project),
);
