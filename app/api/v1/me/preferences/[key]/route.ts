import { z } from 'zod';
import { text } from '@/lib/contracts/bounds';
import { AppError } from '@/lib/server/app-error';
import { PREFERENCES, PreferenceKey } from '@/lib/domain/preference/schema';
import { route } from '@/lib/server/http/route';
import { readPreference } from '@/lib/server/preference/data';
import { keepPreference } from '@/lib/server/preference/mutations';

const params = z.object({ key: text(60) });

function known(key: string): PreferenceKey {
  const found = PreferenceKey.safeParse(key);
  if (!found.success) throw new AppError('not_found', 'account.noPreference');
  return found.data;
}

export const GET = route({ access: { kind: 'person', scope: 'read' }, params }, (call) =>
  readPreference(call.actor.userId, known(call.params.key)),
);

export const PUT = route(
  { access: { kind: 'person', scope: 'manage' }, params, body: z.unknown() },
  ({ actor, params: { key }, body }) => {
    const name = known(key);
    return keepPreference(actor.userId, name, PREFERENCES[name].schema.parse(body));
  },
);
