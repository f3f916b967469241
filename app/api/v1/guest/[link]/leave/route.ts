import { z } from 'zod';
import { guestCookie } from '@/lib/server/auth/guest';
import { endGuest } from '@/lib/server/guest/label';
import { route } from '@/lib/server/http/route';

/** A guest is done: their cookie opens nothing any more. */
export const POST = route(
  { access: { kind: 'guest' }, params: z.object({ link: z.uuid() }) },
  async ({ guest }) => {
    await endGuest(guest);
    return new Response(null, {
      status: 204,
      headers: {
        'set-cookie': guestCookie(guest.linkId, '', 0),
        'clear-site-data': '"cache"',
      },
    });
  },
);
