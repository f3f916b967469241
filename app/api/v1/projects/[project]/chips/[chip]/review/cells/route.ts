import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { CellVerdicts } from '@/lib/domain/gallery/schema';
import { saveCellVerdicts } from '@/lib/server/gallery/verdicts';
import { inProject, route } from '@/lib/server/http/route';

export const POST = route(
  {
    access: inProject('REVIEWER', 'review'),
    params: z.object({ chip: ChipKey }),
    body: CellVerdicts,
  },
  ({ project, actor, params, body }) => saveCellVerdicts(project, actor, params.chip, body),
);
