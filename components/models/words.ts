import type { TrainMetrics } from '@/lib/contracts/result';
import type { JobState, JobView } from '@/lib/domain/job/schema';

/** A job's state as people read it. */
export const JOB_STATE_WORDS: Record<JobState, string> = {
  QUEUED: 'waiting for a runner',
  LEASED: 'starting',
  RUNNING: 'running',
  SUCCEEDED: 'done',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
};

/** "3 min 20 s" between two instants in milliseconds. */
export function durationWords(from: number, to: number): string {
  const seconds = Math.max(0, Math.round((to - from) / 1000));
  if (seconds < 60) return `${String(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${String(minutes)} min ${String(seconds % 60)} s`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}

/** What a job is at now, in a sentence. */
export function jobNow(job: JobView, now: number): string {
  if (job.state === 'QUEUED') {
    const wait = new Date(job.runAfter).getTime() - now;
    return wait > 1000
      ? `Try ${String(job.attempt)} failed; the next begins in ${durationWords(0, wait)}.`
      : 'Waiting for a runner to take it.';
  }
  if (job.cancelRequested && (job.state === 'LEASED' || job.state === 'RUNNING')) {
    return 'Stopping: the runner is told with its next sign of life.';
  }
  if (job.state === 'LEASED') return 'A runner took it and is fetching what it needs.';
  return job.progress?.text ?? '';
}

/** The headline of a version: what its training showed, honestly. */
export function verdict(name: string, champion: string | null, metrics: TrainMetrics): string {
  const f1 = metrics.candidate.macroF1.value;
  if (f1 === null) {
    return `${name} was not measured: no confirmed chip lay in a test block when it was trained.`;
  }
  const { paired } = metrics;
  if (champion === null || !paired) {
    return `${name}: macro F1 ${f1.toFixed(3)} on ${metrics.test.cells.toLocaleString('en')} test cells.`;
  }
  const won = `${paired.won.toLocaleString('en')} test cell${paired.won === 1 ? '' : 's'}`;
  const lost = paired.lost.toLocaleString('en');
  const sure = isClear(paired) ? '' : ', a difference that chance can make';
  return `${name} gets ${won} right that ${champion} got wrong, and loses ${lost}${sure}.`;
}

type Paired = NonNullable<TrainMetrics['paired']>;

/** Whether chance alone would hardly make the difference (exact McNemar, 5 %). */
function isClear(paired: Paired): boolean {
  return paired.p < 0.05;
}

/** What to think of before a deployment, or null. `champion` is the version that was deployed at the training. */
export function caution(
  name: string,
  champion: string | null,
  metrics: TrainMetrics,
): string | null {
  if (metrics.candidate.cells === 0) {
    return `${name} was never measured on test cells, so nobody knows how good it is.`;
  }
  const { paired } = metrics;
  if (champion === null || !paired || !isClear(paired) || paired.won >= paired.lost) return null;
  return `${name} is worse than ${champion}: it loses more test cells than it wins, and not by chance.`;
}
