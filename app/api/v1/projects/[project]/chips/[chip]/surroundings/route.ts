import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { GroundQuery } from '@/lib/domain/ground/schema';
import { findChipGround } from '@/lib/server/ground/data';
import { chipSurroundings } from '@/lib/server/ground/picture';
import { keptReply } from '@/lib/server/http/kept-reply';
import { inProject, route } from '@/lib/server/http/route';

export const GET = route(
  {
    access: inProject('LABELER', 'read'),
    params: z.object({ chip: ChipKey }),
    query: GroundQuery,
  },
  async ({ request, project, params, query }) => {
    const chip = await findChipGround(project, params.chip);
    const lasting = query.v !== undefined && chip.imageSha.startsWith(query.v);
    return keptReply(request, await chipSurroundings(chip, query.bands), { lasting });
  },
);
