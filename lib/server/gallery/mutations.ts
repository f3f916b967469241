import { db } from '@/lib/server/db/client';

/** Replaces the counted changes of chips' labels by their sums (prisma/migrations, chip_labels). No count changes by it. */
export async function compactChipLabelCounts(): Promise<void> {
  await db().$executeRaw`SELECT "compact_chip_label_counts"()`;
}

/** Writes the rows of these chips' labels anew. */
export async function settleChipLabels(chipIds: readonly string[]): Promise<void> {
  await db().$executeRaw`SELECT "settle_chip_labels"(${[...chipIds]}::uuid[])`;
}
