import type { MemberView } from '@/lib/domain/member/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';

/** A project's members by name. The instance's owner is admin without being listed. */
export async function listMembers({ projectId }: ProjectScope): Promise<MemberView[]> {
  const rows = await db().membership.findMany({
    where: { projectId },
    select: {
      role: true,
      createdAt: true,
      user: { select: { id: true, name: true, email: true, disabledAt: true } },
    },
    orderBy: { user: { name: 'asc' } },
  });
  return rows.map(({ role, createdAt, user }) => ({
    userId: user.id,
    name: user.name,
    email: user.email,
    role,
    disabled: user.disabledAt !== null,
    since: createdAt,
  }));
}
