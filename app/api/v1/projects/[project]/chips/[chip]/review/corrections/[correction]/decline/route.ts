import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { ReturnRequest } from '@/lib/domain/review/schema';
import { declineCorrection } from '@/lib/server/correction/settle';
import { inProject, route } from '@/lib/server/http/route';

export const POST = route(
  {
    access: inProject('REVIEWER', 'review'),
    params: z.object({ chip: ChipKey, correction: z.uuid() }),
    body: ReturnRequest,
  },
  ({ project, actor, params: { chip, correction }, body }) =>
    declineCorrection(project, actor, chip, { correctionId: correction, ...body }),
);
