import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { inProject, route } from '@/lib/server/http/route';
import { reopenReview } from '@/lib/server/review/reopen';

export const POST = route(
  { access: inProject('REVIEWER', 'review'), params: z.object({ chip: ChipKey }) },
  ({ project, actor, params }) => reopenReview(project, actor, params.chip),
);
