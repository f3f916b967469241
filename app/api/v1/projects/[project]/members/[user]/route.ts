import { z } from 'zod';
import { text } from '@/lib/contracts/bounds';
import { MemberChange } from '@/lib/domain/member/schema';
import { Email } from '@/lib/domain/user/schema';
import { inProject, route } from '@/lib/server/http/route';
import { removeMember, setMember } from '@/lib/server/member/mutations';

/** The person's id or email, whose @ may come percent-encoded. */
const Params = z.object({
  user: text(330)
    .transform((key) => key.replace('%40', '@'))
    .pipe(z.union([z.uuid(), Email])),
});

export const PUT = route(
  { access: inProject('ADMIN', 'manage'), params: Params, body: MemberChange },
  ({ project, params, body }) => setMember(project, params.user, body.role),
);

export const DELETE = route(
  { access: inProject('ADMIN', 'manage'), params: Params },
  ({ project, params }) => removeMember(project, params.user),
);
