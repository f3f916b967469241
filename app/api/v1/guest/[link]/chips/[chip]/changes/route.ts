import { z } from 'zod';
import { SaveRequest } from '@/lib/domain/label/schema';
import { saveAsGuest } from '@/lib/server/guest/label';
import { route } from '@/lib/server/http/route';

export const POST = route(
  {
    access: { kind: 'guest' },
    params: z.object({ link: z.uuid(), chip: z.uuid() }),
    body: SaveRequest,
  },
  ({ project, guest, params, body }) => saveAsGuest(project, guest, params.chip, body),
);
