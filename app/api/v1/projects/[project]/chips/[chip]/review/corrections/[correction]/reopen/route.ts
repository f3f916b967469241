import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { undoCorrection } from '@/lib/server/correction/settle';
import { inProject, route } from '@/lib/server/http/route';

export const POST = route(
  {
    access: inProject('REVIEWER', 'review'),
    params: z.object({ chip: ChipKey, correction: z.uuid() }),
  },
  ({ project, actor, params: { chip, correction } }) =>
    undoCorrection(project, actor, chip, correction),
);
