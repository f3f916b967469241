import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { readFeedback } from '@/lib/server/ground-truth/practice/read';
import { inProject, route } from '@/lib/server/http/route';

export const GET = route(
  { access: inProject('LABELER', 'read'), params: z.object({ chip: ChipKey }) },
  ({ project, actor, params }) => readFeedback(project, actor, params.chip),
);
