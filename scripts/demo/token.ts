import type { Scope } from '@/lib/domain/token/scope';
import { SetupError } from '../setup/console.mjs';

/** Runs `work` with a token of the instance's owner that ends with it. */
export async function withOwnerToken<T>(work: (token: string) => Promise<T>): Promise<T> {
  const { db } = await import('@/lib/server/db/client');
  const owner = await db().user.findFirst({ where: { isOwner: true, disabledAt: null } });
  if (!owner)
    throw new SetupError('This instance has no owner, so the demo project cannot be made.');
  return withTokenOf(owner, ['read', 'label', 'review', 'manage', 'owner'], work);
}

/** The same with a token of somebody else. */
export async function withTokenOf<T>(
  user: { id: string; email: string; name: string; isOwner: boolean },
  scopes: Scope[],
  work: (token: string) => Promise<T>,
): Promise<T> {
  const { createToken, revokeToken } = await import('@/lib/server/token/mutations');
  const { email, name, isOwner } = user;
  const person = {
    kind: 'person',
    userId: user.id as never,
    email,
    name,
    isOwner,
    mayMakeProjects: false,
    mustChangePassword: false,
    via: 'session',
    scopes,
  } as const;
  const { token, secret } = await createToken(person, {
    name: 'set-up',
    scopes,
    expiresInDays: 1,
    machine: false,
  });
  try {
    return await work(secret);
  } finally {
    await revokeToken(person, token.id);
  }
}
