import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { findChipContext } from '@/lib/server/imagery-context/data';
import { otherDates } from '@/lib/server/imagery-context/other-dates';
import { inProject, route } from '@/lib/server/http/route';

export const GET = route(
  { access: inProject('LABELER', 'read'), params: z.object({ chip: ChipKey }) },
  async ({ project, params }) => ({
    items: await otherDates(project, await findChipContext(project, params.chip)),
  }),
);
