import { NewExport } from '@/lib/domain/export/schema';
import { listExports } from '@/lib/server/export/data';
import { queueExport } from '@/lib/server/export/mutations';
import { inProject, route } from '@/lib/server/http/route';

export const GET = route({ access: inProject('ADMIN', 'read') }, async ({ project }) => ({
  items: await listExports(project),
}));

export const POST = route(
  { access: inProject('ADMIN', 'manage', { whileArchived: true }), body: NewExport },
  ({ project, actor, body }) => queueExport(project, actor, body),
);
