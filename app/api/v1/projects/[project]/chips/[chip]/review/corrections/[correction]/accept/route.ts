import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { AcceptCorrectionRequest } from '@/lib/domain/correction/schema';
import { acceptCorrection } from '@/lib/server/correction/settle';
import { inProject, route } from '@/lib/server/http/route';

export const POST = route(
  {
    access: inProject('REVIEWER', 'review'),
    params: z.object({ chip: ChipKey, correction: z.uuid() }),
    body: AcceptCorrectionRequest,
  },
  ({ project, actor, params: { chip, correction }, body }) =>
    acceptCorrection(project, actor, chip, { correctionId: correction, ...body }),
);
