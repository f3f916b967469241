import type { ProjectId } from '@/lib/core/ids';
import { pairTable } from '@/lib/domain/agreement/table';
import { scoreOf } from '@/lib/domain/ground-truth/reliability';
import type { Db } from '@/lib/server/db/client';
import { practiceChipsOf, practiceState } from '@/lib/server/ground-truth/practice/data';
import type { PracticeChip } from '@/lib/server/ground-truth/practice/data';
import { endRound, holdOpenRound } from '@/lib/server/ground-truth/practice/mutations';

/** Cells of a practice chip that both decided, and in how many both say the same; none where its labels do not count any more. */
export function compareChip({ mine, reviewed, state }: PracticeChip) {
  return reviewed && state === 'done' ? scoreOf(pairTable(mine, reviewed)) : { same: 0, cells: 0 };
}

/** Ends a person's open round of practice once each of its chips is submitted, skipped or gone. True: nothing of it is left to do. */
export async function settleRound(tx: Db, projectId: ProjectId, userId: string): Promise<boolean> {
  const round = await holdOpenRound(tx, { projectId, userId });
  if (round === null) return true;
  const chips = (await practiceChipsOf(projectId, userId, tx)).filter(
    (chip) => chip.round === round,
  );
  if (chips.some(({ state }) => state === 'open')) return false;
  const scores = chips.map(compareChip);
  const same = scores.reduce((sum, score) => sum + score.same, 0);
  const cells = scores.reduce((sum, score) => sum + score.cells, 0);
  const { percent } = await practiceState(projectId, userId, tx);
  const passed = percent === null ? null : cells > 0 && same * 100 >= percent * cells;
  await endRound(tx, { projectId, userId, round }, { same, cells, percent, passed });
  return true;
}
