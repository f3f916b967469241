import { AppError } from '@/lib/server/app-error';
import { PasswordChange } from '@/lib/domain/user/schema';
import { sessionCookieHeader } from '@/lib/server/auth/session';
import { route } from '@/lib/server/http/route';
import { changePassword } from '@/lib/server/user/mutations';

/** Changes the password, ends all other sessions and hands this one a new cookie. */
export const POST = route(
  { access: { kind: 'person', scope: 'manage', oneTimePassword: true }, body: PasswordChange },
  async ({ actor, body }) => {
    if (actor.via !== 'session') {
      throw new AppError('forbidden', 'account.tokenCannotChangePassword');
    }
    const epoch = await changePassword(actor.userId, body);
    const cookie = await sessionCookieHeader({ sub: actor.userId, epoch });
    return new Response(null, { status: 204, headers: { 'set-cookie': cookie } });
  },
);
