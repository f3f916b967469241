'use client';
import { CircleStop } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { JobLog } from '@/components/models/job-log';
import { useCancelJob, useJob, useJobLog } from '@/components/models/use-job';
import { JOB_STATE_WORDS, durationWords, jobNow } from '@/components/models/words';
import { Columns } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { ProgressBar } from '@/components/ui/progress-bar';
import { When } from '@/components/ui/when';
import { systemClock } from '@/lib/core/clock';
import { hasEnded } from '@/lib/domain/job/schema';
import type { JobView } from '@/lib/domain/job/schema';
import { countOf } from '@/lib/domain/project/waiting';

/** A job as it runs: how far it is, what it says, and how it ended. `serverNow` is the time of the page, for the first paint. */
export function JobLive(props: { slug: string; initial: JobView; serverNow: number }) {
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
            <Notice look="bad">{query.error.message} What is shown may be old; trying on.</Notice>
          )}
          <Progress slug={slug} job={job} now={now} />
          <Card title="Log" note={log.data ? countOf(log.data.length, 'line') : ''}>
            {log.error && <Notice look="bad">{log.error.message}</Notice>}
            <JobLog lines={log.data ?? null} attempts={job.attempt} ended={ended} />
          </Card>
        </>
      }
      side={<Facts job={job} now={now} />}
    />
  );
}

function Progress({ slug, job, now }: { slug: string; job: JobView; now: number }) {
  const cancel = useCancelJob(slug, job.id);
  if (job.state === 'SUCCEEDED') return <Done slug={slug} job={job} />;
  if (job.state === 'FAILED') {
    return (
      <Notice look="bad">
        <p className="font-semibold">It failed: {job.error?.message ?? 'no reason was given.'}</p>
        <p>Labels and models are as they were. The log below says more.</p>
      </Notice>
    );
  }
  if (job.state === 'CANCELLED') {
    return (
      <Notice>It was cancelled. Nothing of it was kept; labels and models are as they were.</Notice>
    );
  }
  const fraction = job.state === 'QUEUED' ? null : (job.progress?.fraction ?? null);
  return (
    <Card
      title={job.progress && job.state === 'RUNNING' ? stageWords(job.progress.stage) : 'Under way'}
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
          {job.cancelRequested ? 'Stopping' : 'Cancel'}
        </Button>
      }
    >
      <ProgressBar value={fraction} label={job.title} />
      <p aria-live="polite" className="mt-2 text-text-2">
        {jobNow(job, now)}
      </p>
      {job.error && (
        <p className="mt-1 text-caption text-text-3">
          Try {job.state === 'QUEUED' ? job.attempt : job.attempt - 1} ended with:{' '}
          {job.error.message}
        </p>
      )}
    </Card>
  );
}

function Done({ slug, job }: { slug: string; job: JobView }) {
  const { version } = job;
  return (
    <Notice
      action={
        version && (
          <Button asChild look="primary">
            <Link href={`/p/${slug}/models/${String(version.number)}`}>Look at {version.name}</Link>
          </Button>
        )
      }
    >
      {version
        ? `Done. ${version.name} is a candidate now: look at its figures, then deploy it or not.`
        : 'Done.'}
    </Notice>
  );
}

function Facts({ job, now }: { job: JobView; now: number }) {
  const end = job.endedAt === null ? now : new Date(job.endedAt).getTime();
  return (
    <Card title="About this job">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 [&_dt]:pt-0.5 [&_dt]:text-caption [&_dt]:text-text-2">
        <dt>State</dt>
        <dd>{JOB_STATE_WORDS[job.state]}</dd>
        <dt>Asked for</dt>
        <dd>
          <When at={new Date(job.createdAt)} clock />
          {job.by !== null && ` by ${job.by}`}
        </dd>
        {job.startedAt !== null && (
          <>
            <dt>{hasEnded(job.state) ? 'Took' : 'Running for'}</dt>
            <dd>{durationWords(new Date(job.startedAt).getTime(), end)}</dd>
          </>
        )}
        <dt>Runner</dt>
        <dd>{job.runner ?? 'none yet'}</dd>
        <dt>Try</dt>
        <dd>
          {Math.max(1, job.attempt)} of at most {job.maxAttempts}
        </dd>
      </dl>
    </Card>
  );
}

const STAGES: Record<string, string> = {
  start: 'Starting',
  fetch: 'Fetching pictures and packages',
  features: 'Extracting features',
  train: 'Training the head',
  finetune: 'Fine-tuning the base model',
  calibrate: 'Calibrating',
  evaluate: 'Measuring on test cells',
  export: 'Writing the package',
  upload: 'Uploading',
  infer: 'Looking at chips',
  done: 'Finishing',
};

function stageWords(stage: string): string {
  return STAGES[stage] ?? stage;
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
