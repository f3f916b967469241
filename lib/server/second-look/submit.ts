import type { ChipStatus } from '@/generated/prisma/enums';
import type { ProjectScope } from '@/lib/server/auth/project-scope';
import type { Tx } from '@/lib/server/label/labelling/mutations';
import { findOpenLook, overlapOf } from '@/lib/server/second-look/data';
import { endLook, insertLook, putFirst, putSecond } from '@/lib/server/second-look/mutations';
import { isOverlap } from '@/lib/server/second-look/share';

/**
 * What a submission means for the second look at its chip, whose row is held: true, the chip waits for another person's labels; false, it
 * can go to review. A chip of the project's share asks for its second person here, if there is another labeler at all.
 */
export async function awaitsSecond(
  tx: Tx,
  scope: ProjectScope,
  chip: { id: string; status: ChipStatus },
  submitted: { userId: string; cells: Uint8Array },
): Promise<boolean> {
  const { userId, cells } = submitted;
  const look = await findOpenLook(tx, chip.id);
  if (!look) {
    if (chip.status !== 'UNTOUCHED' && chip.status !== 'IN_PROGRESS') return false;
    const overlap = await overlapOf(tx, scope.projectId, chip.id, userId);
    if (overlap.isShared || !overlap.hasOthers) return false;
    if (!isOverlap(overlap.splitSalt, chip.id, overlap.overlapPercent)) return false;
    return await insertLook(tx, {
      ...{ projectId: scope.projectId, chipId: chip.id, reason: 'OVERLAP' },
      ...{ firstId: userId, first: cells, askedById: null },
    });
  }
  if (look.firstId === userId) {
    await putFirst(tx, look.id, cells);
    if (look.secondId === null) return true;
  } else {
    await putSecond(tx, look.id, submitted);
    if (!look.firstReady) return true;
  }
  await endLook(tx, look.id, 'DONE');
  return false;
}
