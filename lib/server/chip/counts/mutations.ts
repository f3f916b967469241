import { db } from '@/lib/server/db/client';

/** Replaces the counted changes of chips by their sums (prisma/migrations, chip_counts). No count changes by it. */
export async function compactChipCounts(): Promise<void> {
  await db().$executeRaw`SELECT "compact_chip_counts"()`;
}
