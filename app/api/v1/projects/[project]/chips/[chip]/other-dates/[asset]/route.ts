import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { ContextQuery } from '@/lib/domain/imagery-context/schema';
import { findChipContext, findContextAsset } from '@/lib/server/imagery-context/data';
import { chipOnOtherDate } from '@/lib/server/imagery-context/picture';
import { cachedReply } from '@/lib/server/http/cached-reply';
import { inProject, route } from '@/lib/server/http/route';

export const GET = route(
  {
    access: inProject('LABELER', 'read'),
    params: z.object({ chip: ChipKey, asset: z.uuid() }),
    query: ContextQuery,
  },
  async ({ request, project, params, query }) => {
    const [chip, other] = await Promise.all([
      findChipContext(project, params.chip),
      findContextAsset(project, params.asset),
    ]);
    const lasting = query.v !== undefined && chip.imageSha.startsWith(query.v);
    return cachedReply(request, await chipOnOtherDate(chip, other, query.bands), { lasting });
  },
);
