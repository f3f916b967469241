import { db } from '@/lib/server/db/client';

/** Replaces appended changes of chips by day and of people's outcomes by their sums (prisma/migrations, progress). No figure changes by it. */
export async function compactProgress(): Promise<void> {
  await db().$executeRaw`SELECT "compact_progress"()`;
}
