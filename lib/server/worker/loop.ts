import { setTimeout as sleep } from 'node:timers/promises';
import { WORKER_KINDS } from '@/lib/domain/job/schema';
import type { WorkerKind } from '@/lib/domain/job/schema';
import { claimForWorker } from '@/lib/server/jobs/queue';
import { log } from '@/lib/server/log';
import type { Handler } from '@/lib/server/worker/context';
import { runJob } from '@/lib/server/worker/run-job';
import { tidy, tidySteps } from '@/lib/server/worker/tidy';

const POLL_MS = 500;
/** After a failure to claim: the database may be restarting. */
const RETRY_MS = 5_000;
/** How often lines are looked for that their process left behind, counts are compacted, and leases that ran out leave. */
const TIDY_EVERY = 60;

/** Claims and runs jobs one after the other until `shutdown` fires; the job under way then goes back to the queue. */
export async function workLoop(
  name: string,
  handlers: Record<WorkerKind, Handler>,
  shutdown: AbortSignal,
): Promise<void> {
  const steps = tidySteps();
  for (let round = 0; !shutdown.aborted; round += 1) {
    try {
      if (round % TIDY_EVERY === 0) await tidy(steps);
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
