import { z } from 'zod';
import { nextOfGuest } from '@/lib/server/guest/label';
import { route } from '@/lib/server/http/route';

/** The chip that a guest labels now, with what they have labelled of it. */
export const POST = route(
  { access: { kind: 'guest' }, params: z.object({ link: z.uuid() }) },
  ({ project, guest }) => nextOfGuest(project, guest),
);
