import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { GroundQuery } from '@/lib/domain/ground/schema';
import { findChipGround, findGroundAsset } from '@/lib/server/ground/data';
import { chipElsewhen } from '@/lib/server/ground/picture';
import { keptReply } from '@/lib/server/http/kept-reply';
import { inProject, route } from '@/lib/server/http/route';

export const GET = route(
  {
    access: inProject('LABELER', 'read'),
    params: z.object({ chip: ChipKey, asset: z.uuid() }),
    query: GroundQuery,
  },
  async ({ request, project, params, query }) => {
    const [chip, other] = await Promise.all([
      findChipGround(project, params.chip),
      findGroundAsset(project, params.asset),
    ]);
    const lasting = query.v !== undefined && chip.imageSha.startsWith(query.v);
    return keptReply(request, await chipElsewhen(chip, other, query.bands), { lasting });
  },
);
