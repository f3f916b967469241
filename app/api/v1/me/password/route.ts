import { PasswordChange } from '@/lib/domain/user/schema';
import { route } from '@/lib/server/http/route';
import { signInCookie } from '@/lib/server/session/mutations';
import { changePassword } from '@/lib/server/user/mutations';

/** Changes the password, ends all other sessions and the person's tokens, and hands this one a new cookie. */
export const POST = route(
  {
    access: { kind: 'person', scope: 'manage', oneTimePassword: true, inSession: true },
    body: PasswordChange,
  },
  async ({ actor, body }) => {
    await changePassword(actor.userId, body);
    const cookie = await signInCookie(actor.userId);
    return new Response(null, { status: 204, headers: { 'set-cookie': cookie } });
  },
);
