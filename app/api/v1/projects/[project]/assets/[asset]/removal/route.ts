import { z } from 'zod';
import { readRemoval } from '@/lib/server/asset/removal/data';
import { inProject, route } from '@/lib/server/http/route';

/** What would go with an asset, or why it cannot be removed. */
export const GET = route(
  { access: inProject('ADMIN', 'read'), params: z.object({ asset: z.uuid() }) },
  ({ project, params: { asset } }) => readRemoval(project, asset),
);
