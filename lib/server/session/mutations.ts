import { instant } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import { SESSION_SECONDS, sessionCookieHeader } from '@/lib/server/auth/session';
import type { SessionClaims } from '@/lib/server/auth/session';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';

function expiry(): Date {
  return new Date(instant().getTime() + SESSION_SECONDS * 1000);
}

/** Begins a session, and sweeps out all that have expired. */
export async function startSession(userId: string): Promise<SessionClaims> {
  const sid = newId();
  await db().session.deleteMany({ where: { expiresAt: { lte: instant() } } });
  await db().session.create({ data: { id: sid, userId, expiresAt: expiry() } });
  return { sub: userId, sid };
}

/** Begins a session. Returns the Set-Cookie header that signs the person in. */
export async function signInCookie(userId: string): Promise<string> {
  return await sessionCookieHeader(await startSession(userId));
}

/** Moves the end of a session that goes on; false when it has ended. */
export async function extendSession(sid: string): Promise<boolean> {
  const { count } = await db().session.updateMany({
    where: { id: sid, expiresAt: { gt: instant() }, user: { disabledAt: null } },
    data: { expiresAt: expiry() },
  });
  return count > 0;
}

/** Ends one session: its cookie opens nothing from the next request on, in every web process. */
export async function endSession(sid: string): Promise<void> {
  await db().session.deleteMany({ where: { id: sid } });
}

/**
 * Ends all that was let in with a person's password: their sessions and their own tokens. Tokens of machines belong to the
 * instance and go on.
 */
export async function endAccess(tx: Db, userId: string): Promise<void> {
  await tx.session.deleteMany({ where: { userId } });
  await tx.apiToken.updateMany({
    where: { userId, revokedAt: null },
    data: { revokedAt: instant() },
  });
}
