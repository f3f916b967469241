import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { ContextQuery } from '@/lib/domain/imagery-context/schema';
import { findChipContext } from '@/lib/server/imagery-context/data';
import { chipPicture } from '@/lib/server/imagery-context/picture';
import { cachedReply } from '@/lib/server/http/cached-reply';
import { inProject, route } from '@/lib/server/http/route';

export const GET = route(
  {
    access: inProject('LABELER', 'read'),
    params: z.object({ chip: ChipKey }),
    query: ContextQuery,
  },
  async ({ request, project, params, query }) => {
    const chip = await findChipContext(project, params.chip);
    const lasting = query.v !== undefined && chip.imageSha.startsWith(query.v);
    return cachedReply(request, await chipPicture(chip, query.bands), { lasting });
  },
);
