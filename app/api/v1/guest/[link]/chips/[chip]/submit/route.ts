import { z } from 'zod';
import { SubmitRequest } from '@/lib/domain/label/schema';
import { submitAsGuest } from '@/lib/server/guest/label';
import { route } from '@/lib/server/http/route';

export const POST = route(
  {
    access: { kind: 'guest' },
    params: z.object({ link: z.uuid(), chip: z.uuid() }),
    body: SubmitRequest,
  },
  ({ project, guest, params, body }) => submitAsGuest(project, guest, params.chip, body),
);
