import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { inProject, route } from '@/lib/server/http/route';
import { askSecondLook, withdrawSecondLook } from '@/lib/server/second-look/ask';

const access = inProject('REVIEWER', 'review');
const params = z.object({ chip: ChipKey });

export const POST = route({ access, params }, ({ project, actor, params: { chip } }) =>
  askSecondLook(project, actor, chip),
);

export const DELETE = route({ access, params }, ({ project, params: { chip } }) =>
  withdrawSecondLook(project, chip),
);
