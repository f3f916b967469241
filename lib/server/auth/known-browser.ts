import { createHmac, timingSafeEqual } from 'node:crypto';
import { newSecret } from '@/lib/core/ids';
import { secureCookies } from '@/lib/server/auth/session';
import { env } from '@/lib/server/env';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/**
 * A cookie that says: this email has signed in from this browser. It lets nobody in; it only sets the browser's tries apart
 * from those of strangers, who may have used up the account's. One cookie an email; neither names it.
 */
function nameOf(email: string): string {
  return `quadrat-known-${sign(`name ${email}`).slice(0, 12)}`;
}

/** A Set-Cookie header by which the browser is known from now on. */
export function knownBrowserCookie(email: string): string {
  const nonce = newSecret();
  const secure = secureCookies() ? '; Secure' : '';
  return `${nameOf(email)}=${nonce}.${sign(`${nonce} ${email}`)}; Path=/api/auth; Max-Age=${String(YEAR_SECONDS)}; HttpOnly; SameSite=Lax${secure}`;
}

/** What tells this browser from others that the email has signed in from; null for a browser that it has not. */
export function knownBrowser(
  email: string,
  cookies: Readonly<Record<string, string>>,
): string | null {
  const [nonce = '', signature = ''] = (cookies[nameOf(email)] ?? '').split('.');
  const expected = Buffer.from(sign(`${nonce} ${email}`));
  const given = Buffer.from(signature);
  const right = expected.length === given.length && timingSafeEqual(expected, given);
  return right ? nonce : null;
}

function sign(text: string): string {
  return createHmac('sha256', env().NEXTAUTH_SECRET).update(`browser ${text}`).digest('base64url');
}
