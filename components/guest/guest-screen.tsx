'use client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { Entry } from '@/components/account/entry';
import { GuestWorkbench } from '@/components/guest/guest-workbench';
import { useGuestChips } from '@/components/guest/use-guest-chips';
import { Mark } from '@/components/shell/mark';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { SaveState } from '@/components/workbench/save-state';
import { useOutbox } from '@/components/workbench/use-outbox';
import { WorkbenchGrid } from '@/components/workbench/workbench-screen';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import type { GuestProgress, GuestTask } from '@/lib/domain/labelling-link/schema';
import { PREFERENCES, PreferenceKey } from '@/lib/domain/preference/schema';
import { thresholdsOf } from '@/lib/domain/proposal/thresholds';

/** What a guest labels by: the label page without proposals, and without a way to anything else of the project. */
export function GuestScreen(props: { task: GuestTask; userId: string }) {
  const [client] = useState(withoutPreferences);
  return (
    <QueryClientProvider client={client}>
      <Chips {...props} />
    </QueryClientProvider>
  );
}

/** A guest has no settings of their own: those of who never chose hold, and nobody is asked for them. */
function withoutPreferences(): QueryClient {
  const client = new QueryClient();
  for (const key of PreferenceKey.options) {
    client.setQueryData(['preference', key], PREFERENCES[key].initial);
  }
  return client;
}

function Chips({ task, userId }: { task: GuestTask; userId: string }) {
  const t = useTranslations('links.work');
  const { linkId } = task;
  const { outbox, state: saved, ready } = useOutbox(userId);
  const { state, submit, skip, again } = useGuestChips({ linkId, outbox, saved, ready });
  const [leaving, setLeaving] = useState(false);
  const [left, setLeft] = useState(false);
  const leave = useSubmit(async () => {
    await api(z.void(), `/guest/${linkId}/leave`, { method: 'POST', person: userId });
    setLeft(true);
  });
  const project = useMemo(
    () => ({
      ...{ slug: linkId, name: task.name, role: 'LABELER' as const, archived: false },
      ...{ rule: task.project.rule, classes: task.classes, thresholds: thresholdsOf(null, null) },
    }),
    [linkId, task],
  );
  const askLeave = useCallback(() => {
    setLeaving(true);
  }, []);
  useReloadOnReturn();
  if (left || state.kind === 'through') {
    const done = 'done' in state ? state.done : state.progress.done;
    return (
      <Entry title={t('thanks')} note={t('thanksCount', { count: done })}>
        {!left && <p className="text-text-2">{t('nothingLeft')}</p>}
      </Entry>
    );
  }
  if (state.kind === 'ended') {
    return (
      <Entry title={t('ended')} note={state.why}>
        <p className="text-text-2">{t('endedCount', { count: state.done })}</p>
      </Entry>
    );
  }
  return (
    <WorkbenchGrid
      folds
      bar={
        <Bar
          name={task.name}
          progress={state.progress}
          saved={<SaveState state={saved} outbox={outbox} left={null} />}
          onLeave={askLeave}
        />
      }
    >
      {state.kind === 'open' ? (
        <GuestWorkbench
          {...{ project, outbox }}
          chip={state.chip}
          labelling={state.labelling}
          busy={state.busy}
          instructions={task.instructions}
          onSubmit={submit}
          onSkip={skip}
        />
      ) : (
        <main id="content" tabIndex={-1} className="col-span-full row-span-2 p-8">
          {state.kind === 'loading' ? (
            <div role="status" aria-label={t('loading')}>
              <Skeleton className="h-64" />
            </div>
          ) : (
            <Notice
              variant="bad"
              action={
                <Button size="small" onClick={again}>
                  {t('again')}
                </Button>
              }
            >
              {t('lost')} {state.why}
            </Notice>
          )}
        </main>
      )}
      {leaving && (
        <ConfirmDialog
          title={t('leaveTitle')}
          description={t('leaveWords')}
          confirm={t('leave')}
          cancel={t('stay')}
          variant="primary"
          action={leave}
          onClose={() => {
            setLeaving(false);
          }}
        />
      )}
    </WorkbenchGrid>
  );
}

/** The page of a link that ended while it was away must not come back out of the browser's memory as if it went on. */
function useReloadOnReturn(): void {
  useEffect(() => {
    const onShow = (event: PageTransitionEvent): void => {
      if (event.persisted) window.location.reload();
    };
    window.addEventListener('pageshow', onShow);
    return () => {
      window.removeEventListener('pageshow', onShow);
    };
  }, []);
}

function Bar(props: {
  name: string;
  progress: GuestProgress;
  saved: React.ReactNode;
  onLeave: () => void;
}) {
  const t = useTranslations('links.work');
  const { done, total } = props.progress;
  return (
    <header className="flex h-12 items-center gap-3 border-b border-line bg-bg-1 px-3 whitespace-nowrap">
      <Mark />
      <h1 className="min-w-0 truncate text-body font-semibold max-sm:sr-only">{props.name}</h1>
      <span
        role="progressbar"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        aria-label={t('progressLabel', { done, total })}
        className="text-text-2"
      >
        {t('progress', { done, total })}
      </span>
      <div className="ml-auto flex min-w-0 items-center gap-3">
        {props.saved}
        <Button size="small" className="pointer-coarse:h-11" onClick={props.onLeave}>
          {t('leave')}
        </Button>
      </div>
    </header>
  );
}
