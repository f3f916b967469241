import { z } from 'zod';
import { GuestStart } from '@/lib/domain/labelling-link/schema';
import { AppError } from '@/lib/server/app-error';
import { addressKey } from '@/lib/server/auth/address';
import { countTry } from '@/lib/server/auth/mutations';
import { callerOf } from '@/lib/server/auth/options';
import { startGuest } from '@/lib/server/guest/start';
import { route } from '@/lib/server/http/route';

const Params = z.object({ token: z.string().max(100) });

/** Somebody without an account begins; their browser is a guest of this link from now on, and nothing else. */
export const POST = route(
  { access: { kind: 'public' }, params: Params, body: GuestStart },
  async ({ request, actor, params, body }) => {
    if (actor) throw new AppError('conflict', 'link.guestOnly');
    const { address, cookies } = callerOf(request.headers);
    const wait = await countTry([{ limit: 'guestStart', key: addressKey(address) }]);
    if (wait > 0) {
      const minutes = Math.ceil(wait / 60);
      throw new AppError('rate_limited', 'link.tooFast', { minutes }, { retryAfterSeconds: wait });
    }
    const cookie = await startGuest(params.token, body.nickname, cookies);
    return new Response(null, {
      status: 204,
      headers: cookie === null ? {} : { 'set-cookie': cookie },
    });
  },
);
