import { encode, getToken } from 'next-auth/jwt';
import { z } from 'zod';
import { systemClock } from '@/lib/core/clock';
import { env } from '@/lib/server/env';

/** How long a sign-in lasts without a visit. */
export const SESSION_SECONDS = 30 * 24 * 60 * 60;

/**
 * What the session's cookie carries: person and session. Whether the session goes on, and rights, are never in it: they are
 * read from the database at each gate.
 */
export const SessionClaims = z.object({ sub: z.uuid(), sid: z.uuid() });
export type SessionClaims = z.infer<typeof SessionClaims>;

/** Cookies travel over TLS only where the instance is served by TLS. */
export function secureCookies(): boolean {
  return env().NEXTAUTH_URL.startsWith('https://');
}

/** next-auth's own name for the session cookie. */
export function sessionCookieName(): string {
  return `${secureCookies() ? '__Secure-' : ''}next-auth.session-token`;
}

/** Cookies that were opened lately: to derive the key and to decipher takes longer than all else that a gate does. */
const opened = new Map<string, SessionClaims & { exp: number }>();
const MOST_OPENED = 2000;

/** The claims of a valid, unexpired session cookie, or null. */
export async function readSession(
  cookies: Readonly<Record<string, string>>,
): Promise<SessionClaims | null> {
  // another secret opens no cookie of this one
  const cookie = `${env().NEXTAUTH_SECRET} ${cookies[sessionCookieName()] ?? ''}`;
  const known = opened.get(cookie);
  if (known && known.exp * 1000 > systemClock.now()) return pick(known);
  const claims = await decipher(cookies);
  opened.delete(cookie);
  if (claims && cookies[sessionCookieName()]) {
    opened.set(cookie, claims);
    for (const oldest of opened.keys()) {
      if (opened.size <= MOST_OPENED) break;
      opened.delete(oldest);
    }
  }
  return claims && pick(claims);
}

function pick({ sub, sid }: SessionClaims): SessionClaims {
  return { sub, sid };
}

async function decipher(
  cookies: Readonly<Record<string, string>>,
): Promise<(SessionClaims & { exp: number }) | null> {
  // headers stay empty: getToken would otherwise take an API token for a session
  const request = { cookies, headers: {} } as unknown as Parameters<typeof getToken>[0]['req'];
  const claims = await getToken({
    req: request,
    secret: env().NEXTAUTH_SECRET,
    secureCookie: secureCookies(),
    cookieName: sessionCookieName(),
  });
  const parsed = SessionClaims.extend({ exp: z.number() }).safeParse(claims);
  return parsed.success ? parsed.data : null;
}

/** A Set-Cookie header that signs the person in, as next-auth would set it. */
export async function sessionCookieHeader(claims: SessionClaims): Promise<string> {
  const value = await encode({
    token: { sub: claims.sub, sid: claims.sid },
    secret: env().NEXTAUTH_SECRET,
    maxAge: SESSION_SECONDS,
  });
  const secure = secureCookies() ? '; Secure' : '';
  return `${sessionCookieName()}=${value}; Path=/; Max-Age=${String(SESSION_SECONDS)}; HttpOnly; SameSite=Lax${secure}`;
}

/** Cookies of a request by name; a malformed pair is left out. */
export function parseCookies(header: string | null): Record<string, string> {
  const pairs = (header ?? '').split(';').flatMap((part) => {
    const pair = part.trim();
    const at = pair.indexOf('=');
    return at > 0 ? [[pair.slice(0, at), pair.slice(at + 1)] as const] : [];
  });
  return Object.fromEntries(pairs);
}
