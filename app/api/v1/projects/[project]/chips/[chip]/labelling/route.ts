import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { inProject, route } from '@/lib/server/http/route';
import { myLabelling } from '@/lib/server/label/labelling/mine';

const Params = z.object({ chip: ChipKey });

export const GET = route(
  { access: inProject('LABELER', 'read'), params: Params },
  ({ project, actor, params }) => myLabelling(project, actor, params.chip),
);
