import { NewUser } from '@/lib/domain/user/schema';
import { route } from '@/lib/server/http/route';
import { listUsers } from '@/lib/server/user/data';
import { createUser } from '@/lib/server/user/mutations';

export const GET = route({ access: { kind: 'owner', scope: 'owner' } }, async () => ({
  items: await listUsers(),
}));

export const POST = route(
  { access: { kind: 'owner', scope: 'owner', inSession: true }, body: NewUser },
  ({ body }) => createUser(body),
);
