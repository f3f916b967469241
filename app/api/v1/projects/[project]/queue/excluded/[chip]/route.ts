import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { inProject, route } from '@/lib/server/http/route';
import { includeExcludedChip } from '@/lib/server/queue/queue';

const Params = z.object({ chip: ChipKey });

export const DELETE = route(
  { access: inProject('ADMIN', 'manage'), params: Params },
  ({ project, params }) => includeExcludedChip(project, params.chip),
);
