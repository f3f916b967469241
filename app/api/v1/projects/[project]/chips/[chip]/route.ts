import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { findChip } from '@/lib/server/chip/data';
import { inProject, route } from '@/lib/server/http/route';

export const GET = route(
  { access: inProject('LABELER', 'read'), params: z.object({ chip: ChipKey }) },
  ({ project, actor, params }) => findChip(project, actor, params.chip),
);
