import { AppError } from '@/lib/server/app-error';
import { instant } from '@/lib/core/clock';
import { newId, newSecret } from '@/lib/core/ids';
import type { InvitationView, NewAccount, NewInvitation } from '@/lib/domain/invitation/schema';
import type { Person } from '@/lib/server/auth/person';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { hashSecret } from '@/lib/server/auth/secret';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';
import {
  INVITATION_VIEW,
  findOpenInvitation,
  toInvitationView,
} from '@/lib/server/invitation/data';
import { insertUser } from '@/lib/server/user/mutations';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Makes an invitation for one person; the secret goes into its link and is kept nowhere. */
export async function createInvitation(
  project: ProjectScope,
  person: Person,
  input: NewInvitation,
): Promise<{ invitation: InvitationView; secret: string }> {
  const secret = newSecret();
  const row = await db().invitation.create({
    data: {
      id: newId(),
      projectId: project.projectId,
      role: input.role,
      note: input.note,
      tokenHash: hashSecret(secret),
      expiresAt: new Date(instant().getTime() + input.expiresInDays * DAY_MS),
      createdById: person.userId,
    },
    select: INVITATION_VIEW,
  });
  return { invitation: toInvitationView(row), secret };
}

/**
 * Withdraws an open invitation.
 * @throws AppError `not_found`
 */
export async function revokeInvitation(
  { projectId }: ProjectScope,
  invitationId: string,
): Promise<void> {
  const { count } = await db().invitation.updateMany({
    where: { id: invitationId, projectId, usedAt: null, revokedAt: null },
    data: { revokedAt: instant() },
  });
  if (count === 0) throw new AppError('not_found', 'invitation.notOpen');
}

/**
 * Takes an invitation: the signed-in person joins the project.
 * @throws AppError `not_found`, `gone`, or `conflict` for a person who is a member already (the link stays open)
 */
export async function joinByInvitation(secret: string, person: Person): Promise<{ slug: string }> {
  return await db().$transaction(async (tx) => {
    const { id, project, projectId, role } = await findOpenInvitation(secret, tx);
    const { userId } = person;
    const key = { userId_projectId: { userId, projectId } };
    const member = person.isOwner || (await tx.membership.findUnique({ where: key }));
    if (member) {
      throw new AppError('conflict', 'invitation.member', { project: project.name });
    }
    await useUp(tx, id, userId);
    await tx.membership.create({ data: { userId, projectId, role } });
    return { slug: project.slug };
  });
}

/**
 * Takes an invitation with a new account.
 * @returns the project's slug and the new person
 * @throws AppError `not_found`, `gone`, or `conflict` when the email has an account (the link stays open)
 */
export async function registerByInvitation(
  secret: string,
  account: NewAccount,
): Promise<{ slug: string; userId: string }> {
  return await db().$transaction(
    async (tx) => {
      const { id, project, projectId, role } = await findOpenInvitation(secret, tx);
      if (await tx.user.findUnique({ where: { email: account.email }, select: { id: true } })) {
        throw new AppError('conflict', 'invitation.emailTaken');
      }
      const user = await insertUser(tx, { ...account, mustChangePassword: false });
      await useUp(tx, id, user.id);
      await tx.membership.create({ data: { userId: user.id, projectId, role } });
      return { slug: project.slug, userId: user.id };
    },
    { timeout: 15_000 },
  );
}

/** Marks the invitation used; of two people with the same link at once, one gets `gone`. */
async function useUp(tx: Db, id: string, userId: string): Promise<void> {
  const now = instant();
  const { count } = await tx.invitation.updateMany({
    where: { id, usedAt: null, revokedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now, usedById: userId },
  });
  if (count === 0) throw new AppError('gone', 'invitation.usedMeanwhile');
}
