import { z } from 'zod';
import { route } from '@/lib/server/http/route';
import { revokeToken } from '@/lib/server/token/mutations';

export const DELETE = route(
  { access: { kind: 'person', scope: 'manage' }, params: z.object({ token: z.uuid() }) },
  ({ actor, params }) => revokeToken(actor, params.token),
);
