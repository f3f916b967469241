import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { CorrectionRequest } from '@/lib/domain/correction/schema';
import { askCorrection, withdrawCorrection } from '@/lib/server/correction/ask';
import { inProject, route } from '@/lib/server/http/route';

const Params = z.object({ chip: ChipKey });

export const POST = route(
  { access: inProject('LABELER', 'label'), params: Params, body: CorrectionRequest },
  ({ project, actor, params, body }) => askCorrection(project, actor, params.chip, body),
);

export const DELETE = route(
  { access: inProject('LABELER', 'label'), params: Params },
  ({ project, actor, params }) => withdrawCorrection(project, actor, params.chip),
);
