import { z } from 'zod';
import { skipAsGuest } from '@/lib/server/guest/label';
import { route } from '@/lib/server/http/route';

export const POST = route(
  { access: { kind: 'guest' }, params: z.object({ link: z.uuid(), chip: z.uuid() }) },
  async ({ guest, params }) => {
    await skipAsGuest(guest, params.chip);
  },
);
