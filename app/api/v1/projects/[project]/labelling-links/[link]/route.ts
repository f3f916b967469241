import { z } from 'zod';
import { inProject, route } from '@/lib/server/http/route';
import { closeLink } from '@/lib/server/labelling-link/links';

/** Ends a link early. */
export const DELETE = route(
  { access: inProject('ADMIN', 'manage'), params: z.object({ link: z.uuid() }) },
  async ({ project, params }) => {
    await closeLink(project, params.link);
  },
);
