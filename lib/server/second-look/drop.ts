import { isReadyForReview, lateLooks } from '@/lib/server/second-look/data';
import { endLook } from '@/lib/server/second-look/mutations';
import { inTransaction } from '@/lib/server/label/labelling/mutations';
import { submitChip } from '@/lib/server/label/submit/mutations';
import { lockChip } from '@/lib/server/review/mutations';
import { scoreWaiting } from '@/lib/server/review/waiting/score';
import { LOOK_DAYS } from '@/lib/domain/agreement/schema';

const AT_A_TIME = 200;

/**
 * Second looks that nobody came to: the chip goes to review with the labels that it has. So does what an import or a reviewer
 * settled meanwhile, and what an admin asks no second person for any more. For the worker.
 */
export async function dropLateLooks(): Promise<void> {
  for (const { id, chipId, projectId } of await lateLooks(LOOK_DAYS, AT_A_TIME)) {
    await inTransaction(async (tx) => {
      const { status } = await lockChip(tx, chipId);
      await endLook(tx, id, 'DROPPED');
      if (status !== 'IN_PROGRESS' || !(await isReadyForReview(tx, chipId))) return;
      await submitChip(tx, chipId);
      await scoreWaiting(tx, projectId, [chipId]);
    });
  }
}
