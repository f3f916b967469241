import { AppError } from '@/lib/server/app-error';
import type { RoleName } from '@/lib/domain/member/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';

/** Where clause for a person by id or email. */
function byKey(userKey: string): { id: string } | { email: string } {
  return userKey.includes('@') ? { email: userKey.toLowerCase() } : { id: userKey };
}

/**
 * Makes a person a member with this role, or changes the role. `userKey` is the person's id or email.
 * @throws AppError `not_found` when there is no such account
 */
export async function setMember(
  { projectId }: ProjectScope,
  userKey: string,
  role: RoleName,
): Promise<void> {
  const user = await db().user.findFirst({
    where: { ...byKey(userKey), disabledAt: null, isGuest: false },
    select: { id: true },
  });
  if (!user) {
    throw new AppError('not_found', 'member.noAccount');
  }
  const userId = user.id;
  await db().membership.upsert({
    where: { userId_projectId: { userId, projectId } },
    create: { userId, projectId, role },
    update: { role },
  });
}

/**
 * Ends a membership and gives back the chips that the person holds. What they labelled stays.
 * @throws AppError `not_found`
 */
export async function removeMember({ projectId }: ProjectScope, userKey: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const { count } = await tx.membership.deleteMany({
      where: { projectId, user: byKey(userKey) },
    });
    if (count === 0) throw new AppError('not_found', 'member.missing');
    await tx.chipLease.deleteMany({ where: { chip: { projectId }, user: byKey(userKey) } });
  });
}
