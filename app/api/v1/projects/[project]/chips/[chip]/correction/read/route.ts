import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { readAnswer } from '@/lib/server/correction/ask';
import { inProject, route } from '@/lib/server/http/route';

export const POST = route(
  { access: inProject('LABELER', 'label'), params: z.object({ chip: ChipKey }) },
  ({ project, actor, params }) => readAnswer(project, actor, params.chip),
);
