import { AppError } from '@/lib/server/app-error';
import { env } from '@/lib/server/env';

const SAFE = new Set(['GET', 'HEAD']);

/**
 * Refuses a write that a browser makes from a page that is not ours (cross-site request forgery): with the session's cookie,
 * or as nobody where that is let in (sign-in, an account by invitation). Browsers send Sec-Fetch-Site or Origin and pages
 * cannot set them; scripts use tokens and never come here.
 */
export function assertOwnOrigin(request: Request): void {
  if (SAFE.has(request.method) || isOwnOrigin(request.headers)) return;
  throw new AppError('forbidden', 'access.origin');
}

function isOwnOrigin(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const origin = headers.get('origin');
  if (origin === null || !URL.canParse(origin)) return false;
  const { host, origin: clean } = new URL(origin);
  // the address people type may differ from NEXTAUTH_URL (a name, another port); the Host header is then the witness
  return clean === new URL(env().NEXTAUTH_URL).origin || host === headers.get('host');
}
