import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { confirmedChip } from '@/lib/server/correction/ask';
import { inProject, route } from '@/lib/server/http/route';

export const GET = route(
  { access: inProject('LABELER', 'read'), params: z.object({ chip: ChipKey }) },
  ({ project, actor, params }) => confirmedChip(project, actor, params.chip),
);
