'use client';
import { CircleStop } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { JobLog } from '@/components/models/job-log';
import { useCancelJob, useJob, useJobLog } from '@/components/models/use-job';
import { describeJob, formatDuration, stageLabel } from '@/components/models/describe-job';
import { jobTitle } from '@/lib/i18n/job-title';
import { Columns } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { ProgressBar } from '@/components/ui/progress-bar';
import { When } from '@/components/ui/when';
import { systemClock } from '@/lib/core/clock';
import { hasEnded, jobErrorMessage } from '@/lib/domain/job/schema';
import { useErrorText } from '@/lib/i18n/use-error-text';
import type { JobView } from '@/lib/domain/job/schema';

/** A job as it runs: how far it is, what it says, and how it ended. `serverNow` is the time of the page, for the first paint. */
export function JobLive(props: { slug: string; initial: JobView; serverNow: number }) {
  const t = useTranslations('models');
  const { slug, initial, serverNow } = props;
  const query = useJob(slug, initial);
  const job = query.data;
  const ended = hasEnded(job.state);
  const log = useJobLog(slug, job.id, ended);
  const now = useNow(serverNow, !ended);
  return (
    <Columns
      main={
        <>
          {query.error && (
            <Notice variant="bad">
              {t('messageWhatIsShownMay', { message: query.error.message })}
            </Notice>
          )}
          <Progress slug={slug} job={job} now={now} />
          <Card title={t('log')} note={log.data ? t('lines', { count: log.data.length }) : ''}>
            {log.error && <Notice variant="bad">{log.error.message}</Notice>}
            <JobLog lines={log.data ?? null} attempts={job.attempt} ended={ended} />
          </Card>
        </>
      }
      side={<Facts job={job} now={now} />}
    />
  );
}

function Progress({ slug, job, now }: { slug: string; job: JobView; now: number }) {
  const t = useTranslations('models');
  const errorText = useErrorText();
  const cancel = useCancelJob(slug, job.id);
  if (job.state === 'SUCCEEDED') return <Done slug={slug} job={job} />;
  if (job.state === 'FAILED') {
    return (
      <Notice variant="bad">
        <p className="font-semibold">
          {t('itFailed', {
            reason: job.error ? errorText(jobErrorMessage(job.error)) : t('noReasonWasGiven'),
          })}
        </p>
        <p>{t('labelsAndModelsAreAs')}</p>
      </Notice>
    );
  }
  if (job.state === 'CANCELLED') {
    return <Notice>{t('itWasCancelled')}</Notice>;
  }
  const fraction = job.state === 'QUEUED' ? null : (job.progress?.fraction ?? null);
  return (
    <Card
      title={
        job.state === 'RUNNING' && job.progress ? stageLabel(job.progress.stage, t) : t('underWay')
      }
      note={fraction === null ? '' : `${String(Math.round(fraction * 100))} %`}
      actions={
        <Button
          busy={cancel.isPending}
          disabled={job.cancelRequested}
          onClick={() => {
            cancel.mutate();
          }}
        >
          <CircleStop aria-hidden />
          {job.cancelRequested ? t('stopping') : t('cancel')}
        </Button>
      }
    >
      <ProgressBar value={fraction} label={jobTitle(job, t)} />
      <p aria-live="polite" className="mt-2 text-text-2">
        {describeJob(job, now, t)}
      </p>
      {job.error && (
        <p className="mt-1 text-caption text-text-3">
          {t('tryEnded', {
            attempt: job.state === 'QUEUED' ? job.attempt : job.attempt - 1,
            message: errorText(jobErrorMessage(job.error)),
          })}
        </p>
      )}
    </Card>
  );
}

function Done({ slug, job }: { slug: string; job: JobView }) {
  const t = useTranslations('models');
  const { version } = job;
  return (
    <Notice
      action={
        version && (
          <Button asChild variant="primary">
            <Link href={`/p/${slug}/models/${String(version.number)}`}>
              {t('openName', { name: version.name })}
            </Link>
          </Button>
        )
      }
    >
      {version ? t('doneNameIsACandidate', { name: version.name }) : t('done')}
    </Notice>
  );
}

function Facts({ job, now }: { job: JobView; now: number }) {
  const t = useTranslations('models');
  const end = job.endedAt === null ? now : new Date(job.endedAt).getTime();
  return (
    <Card title={t('aboutThisJob')}>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 [&_dt]:pt-0.5 [&_dt]:text-caption [&_dt]:text-text-2">
        <dt>{t('state')}</dt>
        <dd>{t(`jobStates.${job.state}`)}</dd>
        <dt>{t('askedFor')}</dt>
        <dd>
          <When at={new Date(job.createdAt)} clock />
          {job.by !== null && ` ${t('byBy2', { by: job.by })}`}
        </dd>
        {job.startedAt !== null && (
          <>
            <dt>{hasEnded(job.state) ? t('took') : t('runningFor')}</dt>
            <dd>{formatDuration(new Date(job.startedAt).getTime(), end)}</dd>
          </>
        )}
        <dt>{t('runner')}</dt>
        <dd>{job.runner ?? t('noneYet')}</dd>
        <dt>{t('try')}</dt>
        <dd>
          {t('attemptOfAtMost', {
            attempt: Math.max(1, job.attempt),
            maxAttempts: job.maxAttempts,
          })}
        </dd>
      </dl>
    </Card>
  );
}

/** The time, each second while `running`. */
function useNow(first: number, running: boolean): number {
  const [now, setNow] = useState(first);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => {
      setNow(systemClock.now());
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, [running]);
  return now;
}
