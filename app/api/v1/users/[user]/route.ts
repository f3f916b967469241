import { z } from 'zod';
import { UserChange } from '@/lib/domain/user/schema';
import { route } from '@/lib/server/http/route';
import { changeUser } from '@/lib/server/user/mutations';

export const PATCH = route(
  {
    access: { kind: 'owner', scope: 'owner', inSession: true },
    params: z.object({ user: z.uuid() }),
    body: UserChange,
  },
  ({ actor, params, body }) => changeUser(actor.userId, params.user, body),
);
