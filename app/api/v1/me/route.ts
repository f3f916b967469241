import type { z } from 'zod';
import { Me, MeChange } from '@/lib/domain/user/schema';
import type { Person } from '@/lib/server/auth/person';
import { route } from '@/lib/server/http/route';
import { renameUser } from '@/lib/server/user/mutations';

function toMe(person: Person): z.infer<typeof Me> {
  const { userId: id, ...rest } = person;
  return Me.parse({ id, ...rest });
}

export const GET = route(
  { access: { kind: 'person', scope: 'read', oneTimePassword: true } },
  ({ actor }) => toMe(actor),
);

export const PATCH = route(
  { access: { kind: 'person', scope: 'manage', oneTimePassword: true }, body: MeChange },
  async ({ actor, body }) => {
    await renameUser(actor.userId, body.name);
    return toMe({ ...actor, name: body.name });
  },
);
