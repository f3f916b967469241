import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { db } from '@/lib/server/db/client';

/** Wrong sign-ins in a window of 15 minutes, after which further tries are refused until it ends. */
export const SIGN_IN_TRIES = { email: 10, address: 60 } as const;
const WINDOW_SECONDS = 15 * 60;

/** rate-limiter-flexible asks for a pg client; this gives it the process's Prisma client and the table RateLimit. */
const store = {
  async query({ text, values }: { text: string; values: unknown[] }) {
    const rows = await db().$queryRawUnsafe<{ points: number; expire: bigint | null }[]>(
      text,
      ...values,
    );
    return {
      rows: rows.map((row) => ({ points: row.points, expire: row.expire && Number(row.expire) })),
      rowCount: rows.length,
    };
  },
};

function limiter(kind: keyof typeof SIGN_IN_TRIES): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: store,
    storeType: 'client',
    tableName: 'RateLimit',
    tableCreated: true,
    keyPrefix: `sign-in-${kind}`,
    points: SIGN_IN_TRIES[kind],
    duration: WINDOW_SECONDS,
  });
}

let limiters: { email: RateLimiterPostgres; address: RateLimiterPostgres } | undefined;
function both() {
  limiters ??= { email: limiter('email'), address: limiter('address') };
  return limiters;
}

/**
 * Counts a try to sign in before the password is looked at, so that parallel guesses are all counted.
 * @returns 0, or the seconds to wait when the email or the address had too many wrong tries
 */
export async function countSignInTry(email: string, address: string): Promise<number> {
  const { email: byEmail, address: byAddress } = both();
  try {
    await byAddress.consume(address);
    await byEmail.consume(email);
    return 0;
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    return Math.max(1, Math.ceil(error.msBeforeNext / 1000));
  }
}

/** Takes the try back after a right password: only wrong ones count. */
export async function forgetSignInTry(email: string, address: string): Promise<void> {
  const { email: byEmail, address: byAddress } = both();
  await byEmail.delete(email);
  await byAddress.reward(address);
}
