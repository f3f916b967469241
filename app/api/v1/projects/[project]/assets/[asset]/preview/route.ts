import { z } from 'zod';
import { objectReply } from '@/lib/server/http/object-reply';
import { inProject, route } from '@/lib/server/http/route';
import { findPreview } from '@/lib/server/imagery/data';

export const GET = route(
  {
    access: inProject('LABELER', 'read'),
    params: z.object({ asset: z.uuid() }),
    query: z.object({ v: z.string().length(16).optional() }),
  },
  async ({ request, project, params, query }) => {
    const sha256 = await findPreview(project, params.asset);
    const immutable = query.v !== undefined && sha256.startsWith(query.v);
    return objectReply(request, sha256, { mediaType: 'image/jpeg', immutable });
  },
);
