import { setTimeout as sleep } from 'node:timers/promises';
import { WORKER_KINDS } from '@/lib/domain/job/schema';
import type { WorkerKind } from '@/lib/domain/job/schema';
import { compactChipCounts } from '@/lib/server/chip/counts/mutations';
import { settleEndedCuts } from '@/lib/server/imagery/mutations';
import { settleFinishedUploads } from '@/lib/server/imagery/upload';
import { claimForWorker } from '@/lib/server/jobs/queue';
import { log } from '@/lib/server/log';
import { deleteExpiredLeases } from '@/lib/server/queue/leases/mutations';
import type { Handler } from '@/lib/server/worker/context';
import { refreshFigures } from '@/lib/server/figure/read';
import { dropOldLogs } from '@/lib/server/jobs/mutations';
import { scoreOutdated } from '@/lib/server/review/waiting/score';
import { compactConfirmedCounts } from '@/lib/server/snapshot/confirmed/mutations';
import { runJob } from '@/lib/server/worker/run-job';

const POLL_MS = 500;
/** After a failure to claim: the database may be restarting. */
const RETRY_MS = 5_000;
/** How often lines are looked for that their process left behind, counts are compacted, and leases that ran out leave. */
const TIDY_EVERY = 60;
/** How long chips that wait for review may be scored before the next job has its turn. */
const SCORE_SECONDS = 10;

/** Claims and runs jobs one after the other until `shutdown` fires; the job under way then goes back to the queue. */
export async function workLoop(
  name: string,
  handlers: Record<WorkerKind, Handler>,
  shutdown: AbortSignal,
): Promise<void> {
  for (let round = 0; !shutdown.aborted; round += 1) {
    try {
      if (round % TIDY_EVERY === 0) {
        await settleEndedCuts();
        await settleFinishedUploads();
        await compactChipCounts();
        await compactConfirmedCounts();
        await scoreOutdated(SCORE_SECONDS);
        await refreshFigures();
        await dropOldLogs();
        await deleteExpiredLeases();
      }
      const job = await claimForWorker(name, WORKER_KINDS);
      if (job) await runJob(job, handlers, shutdown);
      else await pause(POLL_MS, shutdown);
    } catch (error) {
      log.error({ err: error }, 'the worker could not go on; it tries again in a few seconds');
      await pause(RETRY_MS, shutdown);
    }
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  // an abort is the other way to end a pause
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
