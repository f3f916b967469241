import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { SaveRequest } from '@/lib/domain/label/schema';
import { inProject, route } from '@/lib/server/http/route';
import { saveLabelling } from '@/lib/server/label/save/save';

const Params = z.object({ chip: ChipKey });

export const POST = route(
  { access: inProject('LABELER', 'label'), params: Params, body: SaveRequest },
  ({ project, actor, params, body }) => saveLabelling(project, actor, params.chip, body),
);
