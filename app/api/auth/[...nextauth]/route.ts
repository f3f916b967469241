import NextAuth from 'next-auth';
import { NextRequest } from 'next/server';
import { SIGN_IN_CODES } from '@/lib/domain/user/sign-in';
import { actAs } from '@/lib/server/audit/acting';
import { actingOf } from '@/lib/server/audit/of-request';
import { knownBrowserCookie } from '@/lib/server/auth/known-browser';
import { authOptions, callerOf } from '@/lib/server/auth/options';
import { assertOwnOrigin } from '@/lib/server/auth/origin';
import { readSession } from '@/lib/server/auth/session';
import { bodyLimit, limitedRequest, parseJson } from '@/lib/server/http/body';
import { RETRY_AFTER, problemReply } from '@/lib/server/http/problem';
import { endSession } from '@/lib/server/session/mutations';

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

/** Sign-in and sign-out by next-auth; the one route without our gate. It is given whole forms only, of a stranger's size. */
async function handler(request: Request, context: Context): Promise<Response> {
  return await actAs(actingOf(null, request.headers), () => answer(request, context));
}

async function answer(request: Request, context: Context): Promise<Response> {
  try {
    assertOwnOrigin(request);
    const caller = callerOf(request.headers);
    const [action] = (await context.params).nextauth;
    const leaves = request.method === 'POST' && action === 'signout';
    // before next-auth clears the cookie, which it does whatever fails
    if (leaves) {
      const claims = await readSession(caller.cookies);
      if (claims) await endSession(claims.sid);
    }
    const limited = limitedRequest(request, bodyLimit({ kind: 'public' }, undefined));
    const body = limited.body ? await limited.arrayBuffer() : null;
    // next-auth reads JSON too, and fails on what is none
    if (body && /^application\/json\b/.test(request.headers.get('content-type') ?? '')) {
      parseJson(new TextDecoder().decode(body));
    }
    const whole = new NextRequest(request.url, {
      method: request.method,
      headers: request.headers,
      body,
    });
    const known: string[] = [];
    const options = authOptions(caller, (email) => {
      known.push(knownBrowserCookie(email));
    });
    const reply = (await NextAuth(whole as never, context as never, options)) as Response;
    for (const cookie of known) reply.headers.append('set-cookie', cookie);
    // pictures that the browser's own cache holds are the person's too
    if (leaves) reply.headers.set('clear-site-data', '"cache"');
    return (await isAway(reply)) ? unavailable(reply) : reply;
  } catch (error) {
    return problemReply(error);
  }
}

/** Whether next-auth's answer names the address of a sign-in that found no database. */
async function isAway(reply: Response): Promise<boolean> {
  if (reply.status !== 401) return false;
  return (await reply.clone().text()).includes(`error=${SIGN_IN_CODES.away}"`);
}

function unavailable(reply: Response): Response {
  const headers = new Headers(reply.headers);
  headers.set('retry-after', RETRY_AFTER);
  return new Response(reply.body, { status: 503, headers });
}

export { handler as GET, handler as POST };
