import { z } from 'zod';
import { inProject, route } from '@/lib/server/http/route';
import { releaseOffline } from '@/lib/server/queue/leases/mutations';

const Params = z.object({ user: z.uuid() });

export const DELETE = route(
  { access: inProject('ADMIN', 'manage'), params: Params },
  ({ project, params }) => releaseOffline(project.projectId, params.user),
);
