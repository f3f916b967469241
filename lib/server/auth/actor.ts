import type { UserId } from '@/lib/core/ids';
import { assertOwnOrigin } from '@/lib/server/auth/origin';
import { SCOPES } from '@/lib/domain/token/scope';
import type { Scope } from '@/lib/domain/token/scope';
import type { Actor, Person } from '@/lib/server/auth/person';
import { hashSecret } from '@/lib/server/auth/secret';
import { parseCookies, readSession } from '@/lib/server/auth/session';
import { findLiveToken } from '@/lib/server/token/data';
import { touchToken } from '@/lib/server/token/mutations';
import { findSessionPerson } from '@/lib/server/session/data';
import type { ActiveUser } from '@/lib/server/user/data';

/** What a signed-in person may use; `runner` is for machines. */
const SESSION_SCOPES = SCOPES.filter((scope) => scope !== 'runner');

/**
 * Who makes a request: the holder of `Authorization: Bearer qd_...`, else the person of the session's cookie, else null.
 * Everything is read from the database at each call, so a disabled person, a revoked token or a session that was signed out
 * or came before the last password change is nobody from the next request on.
 * @throws AppError `forbidden` for a write by cookie that does not come from our own pages
 */
export async function resolveActor(request: Request): Promise<Actor | null> {
  const bearer = bearerOf(request);
  if (bearer !== undefined) return await actorOfToken(bearer);
  const person = await personOfCookies(parseCookies(request.headers.get('cookie')));
  if (person) assertOwnOrigin(request);
  return person;
}

/** What a request sends as a token, real or not; undefined where it comes by cookie or as nobody. */
export function bearerOf(request: Request): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
}

/** The person of a session's cookies, or null. For pages; routes use resolveActor. */
export async function personOfCookies(
  cookies: Readonly<Record<string, string>>,
): Promise<Person | null> {
  const claims = await readSession(cookies);
  if (!claims) return null;
  const user = await findSessionPerson(claims.sid);
  return user && toPerson(user, 'session', claims.sid, SESSION_SCOPES);
}

async function actorOfToken(secret: string): Promise<Actor | null> {
  if (!secret.startsWith('qd_')) return null;
  const token = await findLiveToken(hashSecret(secret));
  if (!token) return null;
  await touchToken(token.id);
  const scopes = SCOPES.filter((scope) => token.scopes.includes(scope));
  return token.user
    ? toPerson(token.user, 'token', token.id, scopes)
    : { kind: 'machine', tokenId: token.id, name: token.name, scopes };
}

function toPerson(
  user: ActiveUser,
  via: Person['via'],
  credentialId: string,
  scopes: readonly Scope[],
): Person {
  return {
    kind: 'person',
    userId: user.id as UserId,
    email: user.email,
    name: user.name,
    isOwner: user.isOwner,
    mayMakeProjects: user.mayMakeProjects,
    mustChangePassword: user.mustChangePassword,
    via,
    credentialId,
    scopes,
  };
}
