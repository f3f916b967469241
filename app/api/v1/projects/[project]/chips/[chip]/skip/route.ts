import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { SkipRequest } from '@/lib/domain/queue/schema';
import { inProject, route } from '@/lib/server/http/route';
import { skipChip, unskipChip } from '@/lib/server/queue/queue';

const Params = z.object({ chip: ChipKey });

export const POST = route(
  { access: inProject('LABELER', 'label'), params: Params, body: SkipRequest },
  ({ project, actor, params, body }) => skipChip(project, actor, params.chip, body),
);

export const DELETE = route(
  { access: inProject('LABELER', 'label'), params: Params },
  ({ project, actor, params }) => unskipChip(project, actor, params.chip),
);
