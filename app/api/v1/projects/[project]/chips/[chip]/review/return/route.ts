import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { ReturnRequest } from '@/lib/domain/review/schema';
import { inProject, route } from '@/lib/server/http/route';
import { returnReview } from '@/lib/server/review/verdict/verdict';

export const POST = route(
  {
    access: inProject('REVIEWER', 'review'),
    params: z.object({ chip: ChipKey }),
    body: ReturnRequest,
  },
  ({ project, actor, params, body }) => returnReview(project, actor, params.chip, body.reason),
);
