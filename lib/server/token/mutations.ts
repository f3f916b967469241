import { AppError } from '@/lib/server/app-error';
import { instant } from '@/lib/core/clock';
import { newId, newSecret } from '@/lib/core/ids';
import { TOKEN_PREFIX } from '@/lib/domain/token/schema';
import type { NewToken, TokenView } from '@/lib/domain/token/schema';
import type { Scope } from '@/lib/domain/token/scope';
import type { Person } from '@/lib/server/auth/person';
import { hashSecret } from '@/lib/server/auth/secret';
import { db } from '@/lib/server/db/client';
import { TOKEN_VIEW, toTokenView } from '@/lib/server/token/data';

const TOUCH_EVERY_MS = 60_000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Notes that a token was used; at most once a minute, so that a busy runner does not write at each call. */
export async function touchToken(id: string): Promise<void> {
  const now = instant();
  const stale = new Date(now.getTime() - TOUCH_EVERY_MS);
  await db().apiToken.updateMany({
    where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: stale } }] },
    data: { lastUsedAt: now },
  });
}

/**
 * Makes a token for the person, or by the owner for a machine. The secret is in the reply and nowhere else.
 * @throws AppError `forbidden` for scopes that the caller does not have, and for machine tokens by others than the owner
 */
export async function createToken(
  person: Person,
  input: NewToken,
): Promise<{ token: TokenView; secret: string }> {
  assertMayGrant(person, input);
  const secret = `${TOKEN_PREFIX}${newSecret()}`;
  const now = instant();
  const days = input.expiresInDays;
  const row = await db().apiToken.create({
    data: {
      id: newId(),
      userId: input.machine ? null : person.userId,
      name: input.name,
      scopes: [...new Set(input.scopes)],
      tokenHash: hashSecret(secret),
      expiresAt: days === null ? null : new Date(now.getTime() + days * DAY_MS),
    },
    select: TOKEN_VIEW,
  });
  return { token: toTokenView(row), secret };
}

function assertMayGrant(person: Person, { machine, scopes }: NewToken): void {
  if (machine) {
    if (person.isOwner && person.scopes.includes('owner')) return;
    throw new AppError('forbidden', 'token.ownerOnly');
  }
  const missing = scopes.find((scope) => !mayGrant(person, scope));
  if (missing === undefined) return;
  throw new AppError('forbidden', 'token.scope', { scope: missing });
}

function mayGrant(person: Person, scope: Scope): boolean {
  return person.scopes.includes(scope) && (scope !== 'owner' || person.isOwner);
}

/**
 * Revokes a token of the person, or by the owner one of a machine. It stops working with the next request.
 * @throws AppError `not_found`
 */
export async function revokeToken(person: Person, tokenId: string): Promise<void> {
  const machines = person.isOwner && person.scopes.includes('owner') ? [{ userId: null }] : [];
  const { count } = await db().apiToken.updateMany({
    where: { id: tokenId, revokedAt: null, OR: [{ userId: person.userId }, ...machines] },
    data: { revokedAt: instant() },
  });
  if (count === 0) throw new AppError('not_found', 'token.missing');
}

/**
 * Makes sure that a machine token with this secret works, for set-up scripts that keep the secret of the local runner in
 * their own file. The secret must begin with `qd_` and be random (lib/core/ids: newSecret). Calling it again is harmless.
 */
export async function ensureMachineToken(input: {
  name: string;
  secret: string;
  scopes: readonly Scope[];
}): Promise<void> {
  if (!input.secret.startsWith(TOKEN_PREFIX) || input.secret.length < 40) {
    throw new Error(
      `A machine token's secret is "${TOKEN_PREFIX}" and at least 37 random letters.`,
    );
  }
  const tokenHash = hashSecret(input.secret);
  const scopes = [...input.scopes];
  await db().apiToken.upsert({
    where: { tokenHash },
    create: { id: newId(), name: input.name, tokenHash, scopes },
    update: { name: input.name, scopes, revokedAt: null, expiresAt: null },
  });
}
