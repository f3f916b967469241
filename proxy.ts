import { NextResponse } from 'next/server';
import type { NextRequest } from 'next/server';
import { PATH_HEADER } from '@/lib/server/auth/path-header';

/**
 * Tells pages their own address: server components are not given it, and sign-in must lead back to it. It decides
 * nothing; lib/server/auth/page.ts does.
 */
export function proxy(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  headers.set(PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search);
  return NextResponse.next({ request: { headers } });
}

/** Pages only: API bodies (uploads) and files never pass here. */
export const config = { matcher: ['/((?!api/|_next/|.*\\.[a-z0-9]+$).*)'] };
