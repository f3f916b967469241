'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from '@/components/ui/toast';
import { useTranslations } from 'use-intl';
import { TrainingDialog } from '@/components/models/training-dialog';
import { TrainsOn } from '@/components/models/trains-on';
import { describeNextTraining } from '@/components/project/describe-next-training';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ProgressBar } from '@/components/ui/progress-bar';
import { api } from '@/lib/client/api';
import { stageLabel } from '@/components/models/describe-job';
import { jobTitle } from '@/lib/i18n/job-title';
import { jobErrorMessage } from '@/lib/domain/job/schema';
import type { JobView } from '@/lib/domain/job/schema';
import { useErrorText } from '@/lib/i18n/use-error-text';
import { obstacleMessage } from '@/lib/domain/training/readiness';
import { TrainingStarted, TrainingView } from '@/lib/domain/training/schema';
import type { NewTraining } from '@/lib/domain/training/schema';

/** Whether a training is due, what it would train on or what stands in its way, and for admins the button. */
export function TrainingCard(props: { slug: string; initial: TrainingView; isAdmin: boolean }) {
  const t = useTranslations('models');
  const errorText = useErrorText();
  const tNext = useTranslations('project.next');
  const { slug, initial, isAdmin } = props;
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const { data } = useQuery({
    queryKey: ['training', slug],
    queryFn: ({ signal }) => api(TrainingView, `/projects/${slug}/training`, { signal }),
    initialData: initial,
    refetchInterval: (query) => (query.state.data?.active ? 2000 : false),
  });
  const start = useMutation({
    mutationFn: (kind: NewTraining['kind']) =>
      api(TrainingStarted, `/projects/${slug}/training`, { body: { kind } }),
    onSuccess: ({ job }) => {
      router.push(`/p/${slug}/models/jobs/${job.id}`);
    },
    onError: (error) => toast.error(error.message),
  });
  const { next, active, blocked } = data;
  const described = describeNextTraining(next, tNext);
  return (
    <Card title={t('retrain')}>
      <div className="flex flex-col gap-3">
        {active ? (
          <Active slug={slug} job={active} isAdmin={isAdmin} />
        ) : (
          <>
            <div>
              <p className="text-lead font-semibold">{described.title}</p>
              {next.fraction !== null && (
                <div className="my-2">
                  <ProgressBar label={t('confirmedChipsForTheNext')} value={next.fraction} />
                </div>
              )}
              <p className="text-text-2">{described.detail}</p>
            </div>
            {blocked !== null && <p>{errorText(obstacleMessage(blocked, t('trainsOn.absent')))}</p>}
            {blocked === null && <TrainsOn training={data} />}
            {isAdmin && (
              <Button
                variant={next.ready ? 'primary' : 'plain'}
                disabled={blocked !== null}
                onClick={() => {
                  setAsking(true);
                }}
              >
                {next.ready || blocked !== null ? t('retrain') : t('retrainNowAllTheSame')}
              </Button>
            )}
          </>
        )}
        {data.last?.state === 'FAILED' && !active && (
          <LastFailed slug={slug} job={data.last} isAdmin={isAdmin} />
        )}
      </div>
      {asking && (
        <TrainingDialog
          training={data}
          busy={start.isPending}
          onClose={() => {
            setAsking(false);
          }}
          onStart={(kind) => {
            start.mutate(kind);
          }}
        />
      )}
    </Card>
  );
}

function Active({ slug, job, isAdmin }: { slug: string; job: JobView; isAdmin: boolean }) {
  const t = useTranslations('models');
  return (
    <>
      <p className="text-lead font-semibold">{t('titleIsUnderWay', { title: jobTitle(job, t) })}</p>
      <ProgressBar value={job.progress?.fraction ?? null} label={jobTitle(job, t)} />
      <p className="text-text-2">
        {job.progress ? stageLabel(job.progress.stage, t) : t(`jobStates.${job.state}`)}
      </p>
      {isAdmin && (
        <Button asChild>
          <Link href={`/p/${slug}/models/jobs/${job.id}`}>{t('followIt')}</Link>
        </Button>
      )}
    </>
  );
}

function LastFailed({ slug, job, isAdmin }: { slug: string; job: JobView; isAdmin: boolean }) {
  const t = useTranslations('models');
  const errorText = useErrorText();
  return (
    <p className="border-t border-line pt-3 text-caption text-text-2">
      {t('theLastOneFailedMessage', {
        message: job.error ? errorText(jobErrorMessage(job.error)) : t('noReasonWasGiven'),
      })}{' '}
      {isAdmin && (
        <Link className="text-accent hover:underline" href={`/p/${slug}/models/jobs/${job.id}`}>
          {t('itsLog2')}
        </Link>
      )}
    </p>
  );
}
