import { z } from 'zod';
import { ChipKey } from '@/lib/domain/chip/schema';
import { findChipImage } from '@/lib/server/chip/data';
import { objectReply } from '@/lib/server/http/object-reply';
import { inProject, route } from '@/lib/server/http/route';

export const GET = route(
  {
    access: inProject('LABELER', 'read'),
    params: z.object({ chip: ChipKey }),
    /** beginning of the picture's hash, as in ChipView.imageUrl: the reply may then be kept for good */
    query: z.object({ v: z.string().length(16).optional() }),
  },
  async ({ request, project, params, query }) => {
    const { sha256, mediaType } = await findChipImage(project, params.chip);
    const immutable = query.v !== undefined && sha256.startsWith(query.v);
    return objectReply(request, sha256, { mediaType, immutable });
  },
);
