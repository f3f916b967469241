import type { JobView } from '@/lib/domain/job/schema';
import type { Translator } from '@/lib/i18n/translator';

/** "3 min 20 s" between two instants in milliseconds. */
export function formatDuration(from: number, to: number): string {
  const seconds = Math.max(0, Math.round((to - from) / 1000));
  if (seconds < 60) return `${String(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${String(minutes)} min ${String(seconds % 60)} s`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}

/** What a job is at now, in a sentence. */
export function describeJob(job: JobView, now: number, t: Translator<'models'>): string {
  if (job.state === 'QUEUED') {
    const wait = new Date(job.runAfter).getTime() - now;
    return wait > 1000
      ? t('jobStatus.retries', { attempt: job.attempt, wait: formatDuration(0, wait) })
      : t('jobStatus.waits');
  }
  if (job.cancelRequested && (job.state === 'LEASED' || job.state === 'RUNNING')) {
    return t('jobStatus.stopping');
  }
  if (job.state === 'LEASED') return t('jobStatus.starts');
  if (!job.progress) return '';
  const { stage, fraction } = job.progress;
  return t('stageShare', { stage: stageLabel(stage, t), percent: Math.round(fraction * 100) });
}

/** A stage that there are no words for is shown by its name. */
export function stageLabel(stage: string, t: Translator<'models'>): string {
  const key = `stages.${stage}` as 'stages.start';
  return t.has(key) ? t(key) : stage;
}
