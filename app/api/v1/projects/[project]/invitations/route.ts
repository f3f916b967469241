import { NewInvitation } from '@/lib/domain/invitation/schema';
import { env } from '@/lib/server/env';
import { inProject, route } from '@/lib/server/http/route';
import { listInvitations } from '@/lib/server/invitation/data';
import { createInvitation } from '@/lib/server/invitation/mutations';

export const GET = route({ access: inProject('ADMIN', 'manage') }, async ({ project }) => ({
  items: await listInvitations(project),
}));

/** The link is in this reply only. */
export const POST = route(
  { access: inProject('ADMIN', 'manage', { inSession: true }), body: NewInvitation },
  async ({ project, actor, body }) => {
    const { invitation, secret } = await createInvitation(project, actor, body);
    const path = `/invite/${secret}`;
    return { invitation, path, url: new URL(path, env().NEXTAUTH_URL).href };
  },
);
