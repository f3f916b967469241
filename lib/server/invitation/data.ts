import { AppError } from '@/lib/server/app-error';
import { instant } from '@/lib/core/clock';
import { projectIdOfRow } from '@/lib/core/ids';
import type { ProjectId } from '@/lib/core/ids';
import type {
  InvitationOffer,
  InvitationState,
  InvitationView,
} from '@/lib/domain/invitation/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { hashSecret } from '@/lib/server/auth/secret';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';

export const INVITATION_VIEW = {
  id: true,
  role: true,
  note: true,
  createdAt: true,
  expiresAt: true,
  usedAt: true,
  revokedAt: true,
} as const;

interface Ends {
  expiresAt: Date;
  usedAt: Date | null;
  revokedAt: Date | null;
}

function stateOf({ expiresAt, usedAt, revokedAt }: Ends): InvitationState {
  if (usedAt) return 'used';
  if (revokedAt) return 'revoked';
  return expiresAt <= instant() ? 'expired' : 'open';
}

export function toInvitationView({
  revokedAt,
  ...row
}: Omit<InvitationView, 'state'> & { revokedAt: Date | null }): InvitationView {
  return { ...row, state: stateOf({ ...row, revokedAt }) };
}

/** A project's invitations, newest first. */
export async function listInvitations({ projectId }: ProjectScope): Promise<InvitationView[]> {
  const rows = await db().invitation.findMany({
    where: { projectId },
    select: INVITATION_VIEW,
    orderBy: { createdAt: 'desc' },
    take: 100,
  });
  return rows.map(toInvitationView);
}

/**
 * The open invitation behind a link's secret.
 * @throws AppError `not_found` for an unknown secret, `gone` for a link that is used, expired or withdrawn, or while its
 * project is archived
 */
export async function findOpenInvitation(
  secret: string,
  tx: Db = db(),
): Promise<InvitationOffer & { id: string; projectId: ProjectId }> {
  const row = await tx.invitation.findUnique({
    where: { tokenHash: hashSecret(secret) },
    select: {
      ...INVITATION_VIEW,
      projectId: true,
      project: { select: { slug: true, name: true, archivedAt: true } },
    },
  });
  if (!row) throw new AppError('not_found', 'invitation.missing');
  const state = stateOf(row);
  if (state !== 'open') throw new AppError('gone', `invitation.${state}`);
  const { id, projectId, role, expiresAt } = row;
  const { archivedAt, ...project } = row.project;
  if (archivedAt) throw new AppError('gone', 'invitation.archived', { project: project.name });
  return { id, projectId: projectIdOfRow(projectId), project, role, expiresAt };
}
