import { NewLabellingLink } from '@/lib/domain/labelling-link/schema';
import { env } from '@/lib/server/env';
import { inProject, route } from '@/lib/server/http/route';
import { listLinks } from '@/lib/server/labelling-link/data';
import { createLink } from '@/lib/server/labelling-link/links';

export const GET = route({ access: inProject('ADMIN', 'manage') }, async ({ project }) => ({
  items: await listLinks(project.projectId),
}));

/** The link is in this reply only. */
export const POST = route(
  { access: inProject('ADMIN', 'manage', { inSession: true }), body: NewLabellingLink },
  async ({ project, actor, body }) => {
    const { link, secret } = await createLink(project, actor, body);
    const path = `/guest/${secret}`;
    return { link, path, url: new URL(path, env().NEXTAUTH_URL).href };
  },
);
