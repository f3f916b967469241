import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { z } from 'zod';
import { countSignInTry, forgetSignInTry } from '@/lib/server/auth/mutations';
import { verifyPassword } from '@/lib/server/auth/password';
import { SESSION_SECONDS, secureCookies } from '@/lib/server/auth/session';
import { env } from '@/lib/server/env';
import { log } from '@/lib/server/log';
import { findActiveUser, findCredentials } from '@/lib/server/user/data';

const Credentials = z.object({
  email: z.string().trim().toLowerCase().max(320),
  password: z.string().max(1000),
});

/** How next-auth signs people in: email and password, a JWT cookie that names the person and the session's epoch. */
export function authOptions(): NextAuthOptions {
  return {
    secret: env().NEXTAUTH_SECRET,
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    useSecureCookies: secureCookies(),
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        authorize: (input, request) => authorize(input, addressOf(request.headers)),
      }),
    ],
    callbacks: {
      async jwt({ token, user, trigger }) {
        // next-auth types `user` as always there; it is, on sign-in only
        const signsIn = trigger === 'signIn';
        const found = await findActiveUser(signsIn ? user.id : (token.sub ?? ''));
        const epoch = signsIn ? found?.sessionEpoch : token['epoch'];
        // thrown while next-auth renews a cookie: it then clears the cookie of a session that has ended
        if (!found || found.sessionEpoch !== epoch) throw new Error('This session has ended.');
        return { sub: found.id, epoch };
      },
      session: ({ session }) => session,
    },
    logger: {
      error: (code, metadata) => {
        log.warn({ code, metadata }, 'next-auth');
      },
      warn: (code) => {
        log.warn({ code }, 'next-auth');
      },
      debug: () => undefined,
    },
  };
}

/**
 * The person with this email and password, or null.
 * @throws Error with the message `RateLimited:<seconds>`, which next-auth hands to the sign-in page as its error
 */
export async function authorize(
  input: unknown,
  address: string,
): Promise<{ id: string; name: string; email: string } | null> {
  const parsed = Credentials.safeParse(input);
  if (!parsed.success) return null;
  const { email, password } = parsed.data;
  const wait = await countSignInTry(email, address);
  if (wait > 0) {
    log.warn({ address, wait }, 'sign-in refused: too many wrong tries');
    throw new Error(`RateLimited:${String(wait)}`);
  }
  const user = await findCredentials(email);
  if (!(await verifyPassword(user?.passwordHash ?? null, password)) || !user) return null;
  await forgetSignInTry(email, address);
  return { id: user.id, name: user.name, email };
}

/**
 * The caller's address: the last hop of X-Forwarded-For, which the nearest proxy (or Next.js itself, where there is none)
 * wrote. A client that talks to Next.js directly can make it up; the limit by email holds all the same.
 */
function addressOf(headers: unknown): string {
  const forwarded = z.looseObject({ 'x-forwarded-for': z.string() }).safeParse(headers);
  return forwarded.data?.['x-forwarded-for'].split(',').at(-1)?.trim() ?? 'unknown';
}
