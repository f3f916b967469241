import { db } from '@/lib/server/db/client';

/** What the gates need to know of a person. */
export interface ActiveUser {
  id: string;
  email: string;
  name: string;
  isOwner: boolean;
  mustChangePassword: boolean;
  sessionEpoch: number;
}

export const ACTIVE_USER = {
  id: true,
  email: true,
  name: true,
  isOwner: true,
  mustChangePassword: true,
  sessionEpoch: true,
} as const;

/** A person who may sign in, or null when there is none or the account is disabled. */
export async function findActiveUser(id: string): Promise<ActiveUser | null> {
  return await db().user.findFirst({ where: { id, disabledAt: null }, select: ACTIVE_USER });
}

/** What sign-in compares, for an account that is not disabled; `email` in lower case. */
export async function findCredentials(
  email: string,
): Promise<{ id: string; name: string; passwordHash: string } | null> {
  return await db().user.findFirst({
    where: { email, disabledAt: null },
    select: { id: true, name: true, passwordHash: true },
  });
}
