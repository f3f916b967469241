import { NextResponse } from 'next/server';
import type { NextRequest } from 'next/server';
import { chosen } from '@/lib/domain/appearance/schema';
import { LOCALES, LOCALE_COOKIE } from '@/lib/i18n/locales';
import { PATH_HEADER } from '@/lib/server/auth/path-header';
import { databaseAnswers } from '@/lib/server/db/pool';
import { contentSecurityPolicy } from '@/lib/server/http/content-security-policy';
import { databaseAwayPage } from '@/lib/server/http/database-away-page';

const POLICY_HEADER = 'content-security-policy';

/**
 * What every page has before it is made: a policy of what it may load, its own address (server components are not given it,
 * and sign-in must lead back to it), and a database. It decides nothing; lib/server/auth/page.ts does. Pages are only looked
 * at: what is posted to one is not read.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return new NextResponse(null, {
      status: 405,
      headers: { allow: 'GET, HEAD', connection: 'close' },
    });
  }
  const nonce = crypto.randomUUID();
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development');
  if (!(await databaseAnswers())) {
    const locale = chosen(LOCALES, request.cookies.get(LOCALE_COOKIE)?.value);
    return databaseAwayPage(locale, policy);
  }
  const headers = new Headers(request.headers);
  headers.set(PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search);
  headers.set(POLICY_HEADER, policy);
  const reply = NextResponse.next({ request: { headers } });
  reply.headers.set(POLICY_HEADER, policy);
  if (sessionEnded(request)) reply.headers.set('clear-site-data', '"cache"');
  return reply;
}

/** Who is led to the sign-in page with the cookie of a session had one: pictures in the browser's own cache are the person's too. */
function sessionEnded({ nextUrl, cookies }: NextRequest): boolean {
  return (
    nextUrl.pathname === '/sign-in' &&
    cookies.getAll().some(({ name }) => name.includes('session-token'))
  );
}

/** Pages only: API bodies (uploads) and files never pass here. */
export const config = { matcher: ['/((?!api/|_next/|.*\\.[a-z0-9]+$).*)'] };
