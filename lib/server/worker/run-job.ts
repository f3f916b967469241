import type { Progress } from '@/lib/contracts/runner';
import { actAs } from '@/lib/server/audit/acting';
import { AppError } from '@/lib/server/app-error';
import { WORKER_KINDS } from '@/lib/domain/job/schema';
import type { JobError, WorkerKind } from '@/lib/domain/job/schema';
import { diskFull, isDiskFull } from '@/lib/server/disk-full';
import { env } from '@/lib/server/env';
import { refuseImport, setWorking, settleEndedCuts } from '@/lib/server/imagery/mutations';
import { ImportRefusal } from '@/lib/server/imagery/refusal';
import type { ClaimedJob } from '@/lib/server/jobs/mutations';
import { jobError } from '@/lib/server/jobs/job-error';
import { failJob, finishJob, heartbeat } from '@/lib/server/jobs/queue';
import { log } from '@/lib/server/log';
import type { Handler } from '@/lib/server/worker/context';

/** Why a handler was told to stop. */
class Stopped extends Error {
  readonly why: 'cancelled' | 'lease' | 'shutdown';

  constructor(why: 'cancelled' | 'lease' | 'shutdown') {
    super(`stopped: ${why}`);
    this.name = 'Stopped';
    this.why = why;
  }
}

/**
 * Runs one claimed job to its end: keeps its lease with heartbeats that carry the progress, stops it when somebody
 * cancelled it, when the lease is lost (the output is dropped then) or when `shutdown` fires (another try begins at once).
 */
export async function runJob(
  job: ClaimedJob,
  handlers: Record<WorkerKind, Handler>,
  shutdown: AbortSignal,
): Promise<void> {
  const acting = { kind: 'WORKER', name: job.kind, credential: job.id } as const;
  await actAs(acting, () => runToEnd(job, handlers, shutdown));
}

async function runToEnd(
  job: ClaimedJob,
  handlers: Record<WorkerKind, Handler>,
  shutdown: AbortSignal,
): Promise<void> {
  const lease = { jobId: job.id, leaseToken: job.leaseToken };
  const stop = new AbortController();
  const onShutdown = (): void => stop.abort(new Stopped('shutdown'));
  if (shutdown.aborted) onShutdown();
  shutdown.addEventListener('abort', onShutdown, { once: true });
  const news: { progress?: Progress } = {};
  const beat = async (): Promise<void> => {
    try {
      const { cancel } = await heartbeat(lease, news.progress);
      delete news.progress;
      if (cancel) stop.abort(new Stopped('cancelled'));
    } catch (error) {
      if (error instanceof AppError && error.code === 'lease_lost')
        stop.abort(new Stopped('lease'));
      else log.warn({ err: error, job: job.id }, 'a heartbeat failed; the next one tries again');
    }
  };
  await beat();
  // progress is told at least once a second, so that bars move; the lease needs far less
  const timer = setInterval(
    () => void beat(),
    Math.min(1, env().QUADRAT_JOB_HEARTBEAT_SECONDS) * 1000,
  );
  try {
    const handler = handlers[kindOf(job)];
    const effect = await handler({
      job,
      signal: stop.signal,
      progress: (fraction, stage, text) => {
        news.progress = { fraction: Math.min(1, Math.max(0, fraction)), stage, text };
      },
    });
    stop.signal.throwIfAborted();
    await finishJob(lease, effect);
    log.info({ job: job.id, kind: job.kind }, 'job done');
  } catch (error) {
    await endBadly(job, stop.signal.aborted ? stop.signal.reason : error);
  } finally {
    clearInterval(timer);
    shutdown.removeEventListener('abort', onShutdown);
    if (job.kind === 'CUT') await settleEndedCuts();
  }
}

function kindOf(job: ClaimedJob): WorkerKind {
  const kind = WORKER_KINDS.find((known) => known === job.kind);
  if (!kind) throw new Error(`the worker claimed a ${job.kind}`);
  return kind;
}

async function endBadly(job: ClaimedJob, error: unknown): Promise<void> {
  if (error instanceof Stopped && error.why === 'lease') {
    log.warn({ job: job.id }, 'the lease was lost; what this worker made of the job is dropped');
    return;
  }
  const failure = classify(error);
  if (failure.class === 'BUG') log.error({ err: error, job: job.id }, 'a job failed');
  const line = importOf(job);
  if (line !== null && error instanceof ImportRefusal) await refuseImport(line, error);
  try {
    const state = await failJob({ jobId: job.id, leaseToken: job.leaseToken }, failure);
    if (line !== null && state === 'QUEUED') await setWorking(line, 'WAITING');
    log.info({ job: job.id, kind: job.kind, class: failure.class, state }, failure.message);
  } catch (lost) {
    if (!(lost instanceof AppError) || lost.code !== 'lease_lost') throw lost;
    log.warn({ job: job.id }, 'the lease was lost before the failure could be told');
  }
}

function importOf(job: ClaimedJob): string | null {
  const { importFileId } = (job.params ?? {}) as { importFileId?: unknown };
  return job.kind === 'CUT' && typeof importFileId === 'string' ? importFileId : null;
}

/** USER: the file's or the order's fault. INFRA: the machine's, worth another try. BUG: ours. */
function classify(error: unknown): JobError {
  const message = error instanceof Error ? error.message.slice(0, 2000) : String(error);
  if (error instanceof Stopped) {
    return error.why === 'cancelled'
      ? jobError('CANCELLED', { key: 'job.cancelled' })
      : jobError('INFRA', { key: 'job.workerStopped' });
  }
  if (isDiskFull(error)) return jobError('INFRA', diskFull(error).text);
  if (error instanceof ImportRefusal || (error instanceof AppError && error.status < 500)) {
    return jobError('USER', error.text);
  }
  const code = (error as { code?: unknown } | null)?.code;
  const infra =
    typeof code === 'string' &&
    /^(E[A-Z]+|P1\d{3}|P2024|P2028|P2034|57P\d\d|53\d{3}|08\d{3}|40\d{3})$/.test(code);
  if (infra || /Cannot allocate|Connection terminated/i.test(message)) {
    return { class: 'INFRA', message };
  }
  return {
    class: 'BUG',
    message,
    detail: error instanceof Error ? (error.stack ?? '').slice(0, 20000) : '',
  };
}
