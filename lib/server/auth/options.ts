import { isIP } from 'node:net';
import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { z } from 'zod';
import { SIGN_IN_CODES } from '@/lib/domain/user/sign-in';
import { noteFailedSignIn } from '@/lib/server/audit/mutations';
import { addressKey } from '@/lib/server/auth/address';
import { knownBrowser } from '@/lib/server/auth/known-browser';
import { countTry, forgetTry } from '@/lib/server/auth/mutations';
import type { Try } from '@/lib/server/auth/mutations';
import { verifyPassword } from '@/lib/server/auth/password';
import {
  SESSION_SECONDS,
  SessionClaims,
  parseCookies,
  secureCookies,
} from '@/lib/server/auth/session';
import { isDatabaseAway } from '@/lib/server/db/away';
import { env } from '@/lib/server/env';
import { log } from '@/lib/server/log';
import { extendSession, startSession } from '@/lib/server/session/mutations';
import { findCredentials } from '@/lib/server/user/data';

const Credentials = z.object({
  email: z.string().trim().toLowerCase().max(320),
  password: z.string().max(1000),
});

/** Who tries to sign in, and from where. */
export interface Caller {
  /** as lib/server/auth/tell-addresses.ts says it */
  readonly address: string;
  readonly cookies: Readonly<Record<string, string>>;
}

/** The caller of a request to next-auth. */
export function callerOf(headers: Headers): Caller {
  const address = headers.get('x-forwarded-for')?.trim() ?? '';
  return {
    address: isIP(address) === 0 ? 'unknown' : address,
    cookies: parseCookies(headers.get('cookie')),
  };
}

/**
 * How next-auth signs people in: email and password, a JWT cookie that names the person and the session. `onSignIn` is told
 * who has signed in.
 */
export function authOptions(
  caller: Caller,
  onSignIn: (email: string) => void = () => undefined,
): NextAuthOptions {
  return {
    secret: env().NEXTAUTH_SECRET,
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    useSecureCookies: secureCookies(),
    pages: { signIn: '/sign-in', signOut: '/', error: '/sign-in' },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        authorize: (input) => authorizeByCode(input, caller),
      }),
    ],
    callbacks: {
      async jwt({ token, user, trigger }) {
        // next-auth types `user` as always there; it is, on sign-in only
        if (trigger === 'signIn') return { ...(await startSession(user.id)) };
        const { sub, sid } = SessionClaims.parse(token);
        // thrown while next-auth renews a cookie: it then clears the cookie of a session that has ended
        if (!(await extendSession(sid))) throw new Error('This session has ended.');
        return { sub, sid };
      },
      session: ({ session }) => session,
    },
    events: {
      signIn: ({ user }) => {
        onSignIn(user.email ?? '');
      },
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

/** next-auth writes the message of what is thrown here into an address: it is a code, whatever went wrong. */
async function authorizeByCode(
  input: unknown,
  caller: Caller,
): Promise<{ id: string; name: string; email: string } | null> {
  const answer = await authorize(input, caller).catch((error: unknown) => {
    log.error({ err: error }, 'a sign-in failed');
    throw new Error(isDatabaseAway(error) ? SIGN_IN_CODES.away : SIGN_IN_CODES.fault);
  });
  if (answer === null || 'id' in answer) return answer;
  throw new Error(`${SIGN_IN_CODES.limited}:${String(answer.wait)}`);
}

/** The person with this email and password, null for nobody, or the seconds to wait after too many wrong tries. */
export async function authorize(
  input: unknown,
  { address, cookies }: Caller,
): Promise<{ id: string; name: string; email: string } | { wait: number } | null> {
  const parsed = Credentials.safeParse(input);
  if (!parsed.success) return null;
  const { email, password } = parsed.data;
  const tries = triesOf(email, addressKey(address), knownBrowser(email, cookies));
  const wait = await countTry(tries);
  if (wait > 0) {
    log.warn({ address, wait }, 'sign-in refused: too many wrong tries');
    return { wait };
  }
  const user = await findCredentials(email);
  if (!(await verifyPassword(user?.passwordHash ?? null, password)) || !user) {
    await noteFailedSignIn(email, user?.id ?? null);
    return null;
  }
  await forgetTry(tries);
  return { id: user.id, name: user.name, email };
}

/** A browser that the person has signed in from is counted by itself: no stranger can use up its tries. */
function triesOf(email: string, address: string, browser: string | null): readonly Try[] {
  if (browser !== null) return [{ limit: 'browser', key: browser }];
  return [
    { limit: 'pair', key: `${address} ${email}` },
    { limit: 'address', key: address },
    { limit: 'account', key: email },
  ];
}
