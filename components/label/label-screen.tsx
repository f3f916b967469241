'use client';
import dynamic from 'next/dynamic';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { toast } from '@/components/ui/toast';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { ChipHeading } from '@/components/label/chip-heading';
import { ModelState } from '@/components/label/model-state';
import { QueueMenu } from '@/components/label/queue-menu';
import { SaveState } from '@/components/workbench/save-state';
import type { WorkbenchPerson, WorkbenchProject } from '@/components/workbench/types';
import { useDescribeCells } from '@/components/label/use-describe-cells';
import { useLabellingSession } from '@/components/label/use-labelling-session';
import { useOutbox } from '@/components/workbench/use-outbox';
import { NoChip } from '@/components/label/no-chip';
import { LabelWorkbench, targetOfLabelling } from '@/components/label/label-workbench';
import type { Submission } from '@/components/label/label-workbench';
import { TopBar } from '@/components/shell/top-bar';
import { afterPaint } from '@/lib/client/after-paint';
import { api } from '@/lib/client/api';
import type { OutboxState } from '@/lib/client/outbox/state';
import type { LabellingSession } from '@/lib/client/session/labelling-session';
import { openOf } from '@/lib/client/session/session-history';
import { toLevels } from '@/lib/domain/proposal/prediction';
import { isDecided } from '@/lib/domain/label/cell-code';
import { FOR_EVERYBODY } from '@/lib/domain/queue/schema';
import type { QueuePreference, SkipRequest } from '@/lib/domain/queue/schema';
import type { History } from '@/lib/editor/history';
import type { PredictorState } from '@/lib/ml/predictor';
import { loadPart } from '@/lib/client/load-part';

const OfflineMenu = dynamic(() => loadPart(() => import('@/components/label/offline-menu')), {
  ssr: false,
});
const SkipDialog = dynamic(() => loadPart(() => import('@/components/label/skip-dialog')), {
  ssr: false,
});
const SignInAgain = dynamic(() => loadPart(() => import('@/components/workbench/sign-in-again')), {
  ssr: false,
});

/** The label page: shows the session's chip, submits it by way of the outbox, and shows the next at once. */
export function LabelScreen(props: {
  project: WorkbenchProject;
  person: WorkbenchPerson;
  /** number of the chip to open, or null for the next of the queue */
  start: number | null;
  /** what the person chose to label last */
  wanted: QueuePreference;
  chips: number;
  /** the production build that serves this page, which can then be stored for work without a network */
  build: string | null;
}) {
  const { project, person } = props;
  const { slug } = project;
  const t = useTranslations('session');
  const queue = useTranslations('queue');
  const [dialog, setDialog] = useState<'skip' | 'queue' | 'offline' | null>(null);
  const { outbox, state: saved, ready } = useOutbox(person.userId);
  const [model, setModel] = useState<PredictorState>({ kind: 'idle' });
  const [wanted, setWanted] = useState(props.wanted);
  const {
    session,
    state,
    setWanted: ask,
  } = useLabellingSession({
    ...{ slug, ready, userId: person.userId, start: props.start, wanted: props.wanted },
    looking: model.kind === 'ready',
  });
  const countWords = useDescribeCells(project.classes);
  useRefusedSubmit(saved, session);
  useReconnect(saved, session);
  useEffect(() => {
    if (saved.kind === 'saved') session.updateRevisions((id) => outbox.revisionOf(`${slug}/${id}`));
  }, [saved, session, outbox, slug]);

  const { current, history } = state;
  const left = openOf(history).length;
  const held = current.kind === 'open' ? current.held : null;
  const submit = useCallback(
    ({ cells, openedMs, proposals }: Submission) => {
      if (!held) return;
      if (!cells.some(isDecided)) {
        toast.error(t('nothing-decided'));
        return;
      }
      const { chip, labelling } = held;
      const { number } = chip;
      const path = `/projects/${slug}/chips/${chip.id}/labelling/submit`;
      const target = { labelling: targetOfLabelling(slug, chip).key, path, slug, number };
      const claims = proposals && {
        versionId: proposals.versionId,
        probs: toLevels(proposals.values),
      };
      void outbox.submit(target, { openedMs, proposals: claims });
      void session.finish(number, {
        labelling: {
          ...labelling,
          cells,
          status: 'SUBMITTED',
          returnReason: null,
        },
      });
      afterPaint(() => {
        toast(t('submitted', { number, counts: countWords(cells) }), {
          id: 'submitted',
          // not over the buttons that the next chip needs
          position: 'top-center',
          duration: 3000,
          action: { label: t('back-to-it'), onClick: () => void session.open(number) },
        });
      });
    },
    [held, slug, outbox, session, t, countWords],
  );
  const number = held?.chip.number ?? 0;
  const onWork = useCallback(
    (cells: Uint8Array, history: History) => {
      session.saveWork(number, cells, history);
    },
    [session, number],
  );
  const skip = useCallback(
    (request: SkipRequest) => {
      setDialog(null);
      if (!held) return;
      const { chip } = held;
      const path = `/projects/${slug}/chips/${chip.id}/skip`;
      const sent = outbox.skip(
        { labelling: targetOfLabelling(slug, chip).key, path, slug, number: chip.number },
        request,
      );
      void session.finish(chip.number);
      const excluded = FOR_EVERYBODY.includes(request.reason);
      toast(queue(excluded ? 'skip.doneExcluded' : 'skip.done', { number: chip.number }), {
        id: 'skipped',
        action: {
          label: queue('skip.undo'),
          onClick: () => {
            // what waits in the outbox goes out first, else the skip would come after its undoing
            void sent
              .then(() => outbox.flush())
              .then(() => api(z.void(), path, { method: 'DELETE' }))
              .then(() => session.open(chip.number));
          },
        },
      });
    },
    [held, slug, outbox, session, queue],
  );
  const onSkip = useCallback(() => {
    setDialog('skip');
  }, []);
  const onQueue = useCallback(() => {
    setDialog('queue');
  }, []);
  const onOffline = useCallback(() => {
    setDialog('offline');
  }, []);
  const onNext = useCallback(() => void session.next(), [session]);
  // both follow from the session's history, which changes with every stroke: the acts themselves stay the same
  const [hasPrevious, canUndoBefore] = [session.previous() !== null, session.undoBefore() !== null];
  const onPrevious = useMemo(
    () => (hasPrevious ? () => session.previous()?.() : null),
    [session, hasPrevious],
  );
  const undoBefore = useMemo(() => {
    if (!canUndoBefore) return null;
    return () => {
      const to = session.undoBefore()?.();
      if (to !== undefined) toast(t('back-to-undo', { number: to }), { id: 'back-to-undo' });
    };
  }, [session, canUndoBefore, t]);

  return (
    <div
      data-theme="dark"
      className="grid h-dvh grid-cols-[48px_minmax(0,1fr)_336px] grid-rows-[48px_minmax(0,1fr)_52px] overflow-hidden bg-bg-0 max-[1199px]:grid-cols-[48px_minmax(0,1fr)_44px] max-sm:grid-cols-1 max-sm:grid-rows-[48px_minmax(0,1fr)_auto_auto]"
    >
      <div className="col-span-full">
        <TopBar
          person={person}
          project={project}
          middle={held && <ChipHeading {...{ held, onNext, onPrevious }} of={props.chips} />}
          right={
            <>
              <QueueMenu
                {...{ slug, wanted }}
                open={dialog === 'queue'}
                onOpen={(open) => {
                  setDialog(open ? 'queue' : null);
                }}
                counts={history.chips.filter(({ done }) => done).length}
                onWanted={(next) => {
                  setWanted(next);
                  ask(next);
                }}
              />
              <div className="flex min-w-0 items-center gap-1">
                <SaveState state={saved} outbox={outbox} left={left} />
                <OfflineMenu
                  {...{ session, left, build: props.build }}
                  control={{
                    open: dialog === 'offline',
                    set: (open) => {
                      setDialog(open ? 'offline' : null);
                    },
                  }}
                />
              </div>
              <ModelState state={model} chip={held?.chip ?? null} />
            </>
          }
        />
      </div>
      {held ? (
        <LabelWorkbench
          {...{
            project,
            held,
            outbox,
            onWork,
            onNext,
            onPrevious,
            undoBefore,
            onSkip,
            onQueue,
            onOffline,
          }}
          elsewhere={state.elsewhere}
          busy={false}
          onModel={setModel}
          onSubmit={submit}
        />
      ) : (
        <main
          id="content"
          tabIndex={-1}
          className="col-span-full row-span-2 flex items-center justify-center"
        >
          {current.kind !== 'open' && (
            <NoChip current={current} slug={slug} onAgain={() => void session.next()} />
          )}
        </main>
      )}
      {dialog === 'skip' && held && (
        <SkipDialog
          onSkip={skip}
          onClose={() => {
            setDialog(null);
          }}
        />
      )}
      {(saved.kind === 'signed-out' || state.network === 'signed-out') && (
        <SignInAgain
          email={person.email}
          onDone={() => {
            void outbox.flush();
            void session.heartbeat();
          }}
        />
      )}
    </div>
  );
}

/** A submit that did not go through: said where the person is, with the way back to the chip. */
function useRefusedSubmit(saved: OutboxState, session: LabellingSession): void {
  const t = useTranslations('session');
  const refusal = saved.kind === 'refused' && saved.last.task.kind !== 'save' ? saved.last : null;
  useEffect(() => {
    if (!refusal) return;
    const { number } = refusal.task;
    const why = refusal.cause === 'server' ? refusal.message : t(`refused.${refusal.cause}`);
    toast.error(t('refused.submit', { number, why }), {
      id: refusal.task.id,
      duration: Infinity,
      action: { label: t('open-chip', { number }), onClick: () => void session.open(number) },
    });
  }, [refusal, session, t]);
}

/** The outbox hears first that the server is there again: then the session looks for more chips. */
function useReconnect(saved: OutboxState, session: LabellingSession): void {
  const { kind } = saved;
  useEffect(() => {
    if (kind === 'saved' && session.getState().network !== 'online') void session.heartbeat();
  }, [kind, session]);
}
