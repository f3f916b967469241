import { SetupError } from '../setup/console.mjs';

/** Runs `work` with a token of the instance's owner that ends with it. */
export async function withOwnerToken<T>(work: (token: string) => Promise<T>): Promise<T> {
  const { db } = await import('@/lib/server/db/client');
  const { createToken, revokeToken } = await import('@/lib/server/token/mutations');
  const owner = await db().user.findFirst({ where: { isOwner: true, disabledAt: null } });
  if (!owner)
    throw new SetupError('This instance has no owner, so the demo project cannot be made.');
  const scopes = ['read', 'label', 'review', 'manage', 'owner'] as const;
  const person = {
    kind: 'person',
    userId: owner.id as never,
    email: owner.email,
    name: owner.name,
    isOwner: true,
    mustChangePassword: false,
    via: 'token',
    scopes,
  } as const;
  const { token, secret } = await createToken(person, {
    name: 'set-up',
    scopes: [...scopes],
    expiresInDays: 1,
    machine: false,
  });
  try {
    return await work(secret);
  } finally {
    await revokeToken(person, token.id);
  }
}
