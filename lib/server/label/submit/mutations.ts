import type { Tx } from '@/lib/server/label/labelling/mutations';

/** A chip waits for review; it stays as it is where it waits already or is CONFIRMED, which only review changes. */
export async function submitChip(tx: Tx, chipId: string): Promise<void> {
  await tx.chip.updateMany({
    where: { id: chipId, status: { in: ['UNTOUCHED', 'IN_PROGRESS', 'RETURNED'] } },
    data: { status: 'SUBMITTED' },
  });
}

/** Gives a person's lease on a chip back. */
export async function endLease(tx: Tx, chipId: string, userId: string): Promise<void> {
  await tx.chipLease.deleteMany({ where: { chipId, userId } });
}
