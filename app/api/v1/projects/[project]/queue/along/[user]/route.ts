import { z } from 'zod';
import { inProject, route } from '@/lib/server/http/route';
import { releaseAlong } from '@/lib/server/queue/mutations';

const Params = z.object({ user: z.uuid() });

export const DELETE = route(
  { access: inProject('ADMIN', 'manage'), params: Params },
  ({ project, params }) => releaseAlong(project.projectId, params.user),
);
