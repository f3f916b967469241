import { NewToken } from '@/lib/domain/token/schema';
import { route } from '@/lib/server/http/route';
import { listTokens } from '@/lib/server/token/data';
import { createToken } from '@/lib/server/token/mutations';

/** The caller's own tokens; the owner also sees those of machines. */
export const GET = route({ access: { kind: 'person', scope: 'manage' } }, async ({ actor }) => ({
  items: await listTokens(actor.userId, actor.isOwner && actor.scopes.includes('owner')),
}));

export const POST = route(
  { access: { kind: 'person', scope: 'manage', inSession: true }, body: NewToken },
  ({ actor, body }) => createToken(actor, body),
);
