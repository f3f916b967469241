import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { findChipGround } from '@/lib/server/ground/data';
import { otherDates } from '@/lib/server/ground/elsewhen';
import { inProject, route } from '@/lib/server/http/route';

export const GET = route(
  { access: inProject('LABELER', 'read'), params: z.object({ chip: ChipKey }) },
  async ({ project, params }) => ({
    items: await otherDates(project, await findChipGround(project, params.chip)),
  }),
);
