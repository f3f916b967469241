import { instant } from '@/lib/core/clock';
import type { TokenView } from '@/lib/domain/token/schema';
import { db } from '@/lib/server/db/client';
import { ACTIVE_USER } from '@/lib/server/user/data';
import type { ActiveUser } from '@/lib/server/user/data';

interface LiveToken {
  id: string;
  name: string;
  scopes: string[];
  /** null for a machine of the instance */
  user: ActiveUser | null;
}

/** The token with this SHA-256 while it is not revoked, not expired and its person is not disabled; else null. */
export async function findLiveToken(tokenHash: string): Promise<LiveToken | null> {
  return await db().apiToken.findFirst({
    where: {
      tokenHash,
      revokedAt: null,
      AND: [
        { OR: [{ expiresAt: null }, { expiresAt: { gt: instant() } }] },
        { OR: [{ userId: null }, { user: { disabledAt: null } }] },
      ],
    },
    select: { id: true, name: true, scopes: true, user: { select: ACTIVE_USER } },
  });
}

export const TOKEN_VIEW = {
  id: true,
  name: true,
  scopes: true,
  userId: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
} as const;

export function toTokenView({
  userId,
  ...token
}: Omit<TokenView, 'machine'> & { userId: string | null }): TokenView {
  return { ...token, machine: userId === null };
}

/** A person's own tokens that are not revoked, newest first; with `machines` also those of the instance's machines. */
export async function listTokens(userId: string, machines: boolean): Promise<TokenView[]> {
  const rows = await db().apiToken.findMany({
    where: { revokedAt: null, OR: [{ userId }, ...(machines ? [{ userId: null }] : [])] },
    select: TOKEN_VIEW,
    orderBy: { createdAt: 'desc' },
  });
  return rows.map(toTokenView);
}
