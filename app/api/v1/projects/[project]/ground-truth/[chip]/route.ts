import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { putTruth, removeTruth, truthState } from '@/lib/server/ground-truth/set';
import { inProject, route } from '@/lib/server/http/route';

const Params = z.object({ chip: ChipKey });

export const GET = route(
  { access: inProject('REVIEWER', 'read'), params: Params },
  ({ project, params }) => truthState(project, params.chip),
);

export const PUT = route(
  { access: inProject('REVIEWER', 'review'), params: Params },
  ({ project, actor, params }) => putTruth(project, actor, params.chip),
);

export const DELETE = route(
  { access: inProject('REVIEWER', 'review'), params: Params },
  ({ project, params }) => removeTruth(project, params.chip),
);
