import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { AcceptRequest } from '@/lib/domain/review/schema';
import { inProject, route } from '@/lib/server/http/route';
import { acceptReview } from '@/lib/server/review/verdict/verdict';

export const POST = route(
  {
    access: inProject('REVIEWER', 'review'),
    params: z.object({ chip: ChipKey }),
    body: AcceptRequest,
  },
  ({ project, actor, params, body }) => acceptReview(project, actor, params.chip, body),
);
