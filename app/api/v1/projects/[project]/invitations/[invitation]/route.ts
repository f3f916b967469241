import { z } from 'zod';
import { inProject, route } from '@/lib/server/http/route';
import { revokeInvitation } from '@/lib/server/invitation/mutations';

export const DELETE = route(
  { access: inProject('ADMIN', 'manage'), params: z.object({ invitation: z.uuid() }) },
  ({ project, params }) => revokeInvitation(project, params.invitation),
);
