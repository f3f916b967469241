import { compactChipCounts } from '@/lib/server/chip/counts/mutations';
import { refreshFigures } from '@/lib/server/figure/read';
import { followDeployments } from '@/lib/server/gallery/follow';
import { compactChipLabelCounts } from '@/lib/server/gallery/mutations';
import { settleEndedCuts } from '@/lib/server/imagery/mutations';
import { settleFinishedUploads } from '@/lib/server/imagery/upload';
import { dropOldLogs } from '@/lib/server/jobs/mutations';
import { queueDueChecks } from '@/lib/server/label-issue/check';
import { releaseEndedLinks } from '@/lib/server/labelling-link/links';
import { log } from '@/lib/server/log';
import { sendDigests } from '@/lib/server/notice/digest';
import { dropOldNotices } from '@/lib/server/notice/mutations';
import { compactProgress } from '@/lib/server/progress/mutations';
import { deleteExpiredLeases } from '@/lib/server/queue/leases/mutations';
import { scoreOutdated } from '@/lib/server/review/waiting/score';
import { dropLateLooks } from '@/lib/server/second-look/drop';
import { compactConfirmedCounts } from '@/lib/server/snapshot/confirmed/mutations';

/** How long chips that wait for review may be scored before the next job has its turn. */
const SCORE_SECONDS = 10;

export type TidyStep = readonly [name: string, run: () => Promise<unknown>];

/** What the worker does between jobs, in this order. */
export function tidySteps(): readonly TidyStep[] {
  const followed = new Map<string, string>();
  return [
    ['settleEndedCuts', settleEndedCuts],
    ['settleFinishedUploads', settleFinishedUploads],
    ['compactChipCounts', compactChipCounts],
    ['compactConfirmedCounts', compactConfirmedCounts],
    ['compactChipLabelCounts', compactChipLabelCounts],
    ['compactProgress', compactProgress],
    ['scoreOutdated', () => scoreOutdated(SCORE_SECONDS)],
    ['followDeployments', () => followDeployments(followed, SCORE_SECONDS)],
    ['refreshFigures', refreshFigures],
    ['queueDueChecks', queueDueChecks],
    ['dropOldLogs', dropOldLogs],
    ['sendDigests', sendDigests],
    ['dropOldNotices', dropOldNotices],
    ['deleteExpiredLeases', deleteExpiredLeases],
    ['dropLateLooks', dropLateLooks],
    ['releaseEndedLinks', releaseEndedLinks],
  ];
}

/** Runs each step by itself: one that fails is logged, and the others run all the same. */
export async function tidy(steps: readonly TidyStep[]): Promise<void> {
  for (const [step, run] of steps) {
    try {
      await run();
    } catch (error) {
      log.error({ err: error, step }, 'a step of tidying failed; the next round tries it again');
    }
  }
}
