import type { TrainMetrics } from '@/lib/contracts/result';
import type { JobView } from '@/lib/domain/job/schema';
import type { Say } from '@/lib/words/say';

/** "3 min 20 s" between two instants in milliseconds. */
export function durationWords(from: number, to: number): string {
  const seconds = Math.max(0, Math.round((to - from) / 1000));
  if (seconds < 60) return `${String(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${String(minutes)} min ${String(seconds % 60)} s`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}

/** What a job is at now, in a sentence. */
export function jobNow(job: JobView, now: number, t: Say<'models'>): string {
  if (job.state === 'QUEUED') {
    const wait = new Date(job.runAfter).getTime() - now;
    return wait > 1000
      ? t('jobWords.retries', { attempt: job.attempt, wait: durationWords(0, wait) })
      : t('jobWords.waits');
  }
  if (job.cancelRequested && (job.state === 'LEASED' || job.state === 'RUNNING')) {
    return t('jobWords.stopping');
  }
  if (job.state === 'LEASED') return t('jobWords.starts');
  return job.progress?.text ?? '';
}

/** The headline of a version: what its training showed, honestly. */
export function verdict(
  name: string,
  champion: string | null,
  metrics: TrainMetrics,
  t: Say<'models'>,
): string {
  const f1 = metrics.candidate.macroF1.value;
  if (f1 === null) {
    return t('verdict.unmeasured', { name });
  }
  const { paired } = metrics;
  if (champion === null || !paired) {
    return t('verdict.alone', { name, f1: f1.toFixed(3), cells: metrics.test.cells });
  }
  return t(isClear(paired) ? 'verdict.clear' : 'verdict.chance', {
    name,
    champion,
    won: paired.won,
    lost: paired.lost,
  });
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
  t: Say<'models'>,
): string | null {
  if (metrics.candidate.cells === 0) {
    return t('caution.unmeasured', { name });
  }
  const { paired } = metrics;
  if (champion === null || !paired || !isClear(paired) || paired.won >= paired.lost) return null;
  return t('caution.worse', { name, champion });
}
