import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { inProject, route } from '@/lib/server/http/route';
import { releaseChip, heartbeatChip } from '@/lib/server/queue/queue';

const Params = z.object({ chip: ChipKey });

export const POST = route(
  { access: inProject('LABELER', 'label'), params: Params },
  ({ project, actor, params }) => heartbeatChip(project, actor, params.chip),
);

export const DELETE = route(
  { access: inProject('LABELER', 'label'), params: Params },
  ({ project, actor, params }) => releaseChip(project, actor, params.chip),
);
