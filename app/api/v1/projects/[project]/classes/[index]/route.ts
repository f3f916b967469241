import { z } from 'zod';
import { ClassChange, MAX_CLASSES } from '@/lib/domain/class/schema';
import { changeClass } from '@/lib/server/class/mutations';
import { inProject, route } from '@/lib/server/http/route';

const Params = z.object({
  index: z.coerce
    .number()
    .int()
    .min(0)
    .max(MAX_CLASSES - 1),
});

export const PATCH = route(
  { access: inProject('ADMIN', 'manage'), params: Params, body: ClassChange },
  ({ project, params, body }) => changeClass(project, params.index, body),
);
