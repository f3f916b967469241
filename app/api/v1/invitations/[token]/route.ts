import { z } from 'zod';
import { AppError } from '@/lib/server/app-error';
import { Acceptance, InvitationOffer } from '@/lib/domain/invitation/schema';
import { route } from '@/lib/server/http/route';
import { findOpenInvitation } from '@/lib/server/invitation/data';
import { joinByInvitation, registerByInvitation } from '@/lib/server/invitation/mutations';
import { signInCookie } from '@/lib/server/session/mutations';

const Params = z.object({ token: z.string().max(100) });

/** What the link offers; whoever has it may look. */
export const GET = route({ access: { kind: 'public' }, params: Params }, async ({ params }) =>
  InvitationOffer.parse(await findOpenInvitation(params.token)),
);

/** Joins: the signed-in person, or a new account, which is then signed in. */
export const POST = route(
  { access: { kind: 'public' }, params: Params, body: Acceptance },
  async ({ actor, params, body }) => {
    if (body.account) {
      // the browser would change hands unasked
      if (actor?.kind === 'person') {
        throw new AppError('conflict', 'invitation.signedIn', { email: actor.email });
      }
      const { slug, userId } = await registerByInvitation(params.token, body.account);
      const cookie = await signInCookie(userId);
      return Response.json({ project: { slug } }, { headers: { 'set-cookie': cookie } });
    }
    if (actor?.kind !== 'person') {
      // a dead link says so before anybody signs in for it
      await findOpenInvitation(params.token);
      throw new AppError('unauthenticated', 'invitation.signIn');
    }
    return { project: await joinByInvitation(params.token, actor) };
  },
);
