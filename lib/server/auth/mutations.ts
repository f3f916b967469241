import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { db } from '@/lib/server/db/client';

/**
 * Wrong passwords, and what guests do, in a window of 15 minutes, after which further tries are refused until it ends. They are kept in the
 * database: all web processes count together, and rows go an hour after their window.
 */
export const TRIES = {
  /** one address at one account */
  pair: 10,
  /** one address at all accounts */
  address: 60,
  /** all addresses at one account, but browsers that its person has signed in from */
  account: 60,
  /** a browser that the account's person has signed in from */
  browser: 10,
  /** a signed-in person's current password, where they change it */
  change: 10,
  /** people who begin by labelling links from one address: a class behind one router */
  guestStart: 60,
  /** what one guest sends */
  guestWork: 3000,
} as const;
const WINDOW_SECONDS = 15 * 60;

/** One of the counters that a try goes to. */
export interface Try {
  readonly limit: keyof typeof TRIES;
  readonly key: string;
}

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

const limiters = new Map<keyof typeof TRIES, RateLimiterPostgres>();

function limiterOf(limit: keyof typeof TRIES): RateLimiterPostgres {
  let limiter = limiters.get(limit);
  if (!limiter) {
    limiter = new RateLimiterPostgres({
      storeClient: store,
      storeType: 'client',
      tableName: 'RateLimit',
      tableCreated: true,
      keyPrefix: `tries-${limit}`,
      points: TRIES[limit],
      duration: WINDOW_SECONDS,
    });
    limiters.set(limit, limiter);
  }
  return limiter;
}

/**
 * Counts a try before the password is looked at, so that parallel guesses are all counted. A counter that refuses is the
 * last that is asked: who is locked out uses up nothing of what others have.
 * @returns 0, or the seconds to wait
 */
export async function countTry(tries: readonly Try[]): Promise<number> {
  for (const { limit, key } of tries) {
    try {
      await limiterOf(limit).consume(key);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      return Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    }
  }
  return 0;
}

/** Takes the try back after a right password: only wrong ones count. What is the person's own begins anew. */
export async function forgetTry(tries: readonly Try[]): Promise<void> {
  for (const { limit, key } of tries) {
    if (limit === 'address' || limit === 'account') await limiterOf(limit).reward(key);
    else await limiterOf(limit).delete(key);
  }
}
