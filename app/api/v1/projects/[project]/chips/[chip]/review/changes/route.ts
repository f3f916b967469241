import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { SaveRequest } from '@/lib/domain/label/schema';
import { inProject, route } from '@/lib/server/http/route';
import { saveReview } from '@/lib/server/review/save';

export const POST = route(
  {
    access: inProject('REVIEWER', 'review'),
    params: z.object({ chip: ChipKey }),
    body: SaveRequest,
  },
  ({ project, actor, params, body }) => saveReview(project, actor, params.chip, body),
);
