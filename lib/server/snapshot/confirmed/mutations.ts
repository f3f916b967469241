import { db } from '@/lib/server/db/client';

/** Replaces the counted changes of confirmed chips by their sums (prisma/migrations, confirmed_counts). No count changes by it. */
export async function compactConfirmedCounts(): Promise<void> {
  await db().$executeRaw`SELECT "compact_confirmed_counts"()`;
}
