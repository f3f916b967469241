import { z } from 'zod';
import { guestPicture } from '@/lib/server/guest/label';
import { objectReply } from '@/lib/server/http/object-reply';
import { route } from '@/lib/server/http/route';

export const GET = route(
  {
    access: { kind: 'guest' },
    params: z.object({ link: z.uuid(), chip: z.uuid() }),
    query: z.object({ v: z.string().length(16).optional() }),
  },
  async ({ request, guest, params, query }) => {
    const { sha256, mediaType } = await guestPicture(guest, params.chip);
    const immutable = query.v !== undefined && sha256.startsWith(query.v);
    return objectReply(request, sha256, { mediaType, immutable });
  },
);
