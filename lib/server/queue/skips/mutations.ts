import { ExclusionReason } from '@/lib/domain/chip/schema';
import { isExclusion } from '@/lib/domain/queue/schema';
import type { SkipRequest } from '@/lib/domain/queue/schema';
import { db } from '@/lib/server/db/client';
import { findTruthLabelling } from '@/lib/server/ground-truth/labelling/data';

/**
 * A person passes a chip over: they do not get it again, their lease ends, and where the reason holds for everybody an
 * untouched chip is excluded. A chip that others have labelled stays: they saw enough.
 */
export async function insertSkip(
  chipId: string,
  userId: string,
  { reason, note }: SkipRequest,
): Promise<{ excluded: boolean }> {
  return await db().$transaction(async (tx) => {
    const truth = await findTruthLabelling(tx, { chipId, userId });
    // to its person a ground truth chip is excluded like another; it stays what it is
    const own = { count: truth?.revision === 0 ? 1 : 0 };
    const { count } = !isExclusion(reason)
      ? { count: 0 }
      : truth
        ? own
        : await tx.chip.updateMany({
            where: { id: chipId, status: 'UNTOUCHED', skippedReason: null },
            data: { skippedReason: reason },
          });
    const excluded = count > 0;
    const known = await tx.chipSkip.findUnique({ where: { chipId_userId: { chipId, userId } } });
    const skip = { reason, note, excluded: excluded || (known?.excluded ?? false) };
    await tx.chipSkip.upsert({
      where: { chipId_userId: { chipId, userId } },
      create: { chipId, userId, ...skip },
      update: skip,
    });
    await tx.chipLease.deleteMany({ where: { chipId, userId } });
    return { excluded: skip.excluded };
  });
}

/** Takes a person's skip back, and the chip out of the excluded ones where this skip put it there. */
export async function removeSkip(chipId: string, userId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const skip = await tx.chipSkip.findUnique({ where: { chipId_userId: { chipId, userId } } });
    if (!skip) return;
    await tx.chipSkip.delete({ where: { chipId_userId: { chipId, userId } } });
    const truth = await findTruthLabelling(tx, { chipId, userId });
    if (skip.excluded && !truth)
      await tx.chip.updateMany({
        where: { id: chipId, skippedReason: { in: ExclusionReason.options } },
        data: { skippedReason: null },
      });
  });
}

/**
 * Puts a chip back into the queue, for everybody: also those who passed it over for its picture get it again. One that is out with a
 * labelling link stays out.
 */
export async function includeChip(chipId: string): Promise<void> {
  await db().$transaction([
    db().chip.updateMany({
      where: { id: chipId, skippedReason: { in: ExclusionReason.options } },
      data: { skippedReason: null },
    }),
    db().chipSkip.deleteMany({ where: { chipId, excluded: true } }),
  ]);
}
