import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { SubmitRequest } from '@/lib/domain/label/schema';
import { inProject, route } from '@/lib/server/http/route';
import { submitLabelling } from '@/lib/server/label/submit/submit';

const Params = z.object({ chip: ChipKey });

export const POST = route(
  { access: inProject('LABELER', 'label'), params: Params, body: SubmitRequest },
  ({ project, actor, params, body }) => submitLabelling(project, actor, params.chip, body),
);
