import { WORKER_KINDS } from '@/lib/domain/job/schema';
import { claimForWorker } from '@/lib/server/jobs/queue';
import { HANDLERS } from '@/lib/server/worker/handlers';
import { runJob } from '@/lib/server/worker/run-job';

/** Does what the Node worker would do with every job that waits now. Returns how many there were. */
export async function runWaitingJobs(): Promise<number> {
  const never = new AbortController().signal;
  for (let count = 0; ; count += 1) {
    const job = await claimForWorker('test', WORKER_KINDS);
    if (!job) return count;
    await runJob(job, HANDLERS, never);
  }
}
