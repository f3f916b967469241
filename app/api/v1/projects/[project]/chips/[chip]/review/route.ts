import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { inProject, route } from '@/lib/server/http/route';
import { reviewChip } from '@/lib/server/review/view';

export const GET = route(
  { access: inProject('REVIEWER', 'read'), params: z.object({ chip: ChipKey }) },
  ({ project, actor, params }) => reviewChip(project, params.chip, actor),
);
