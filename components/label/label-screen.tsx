'use client';
import dynamic from 'next/dynamic';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { toast } from '@/components/ui/toast';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { ChipHeading } from '@/components/label/chip-heading';
import { ModelState } from '@/components/label/model-state';
import { QueueMenu } from '@/components/label/queue-menu';
import { TourStarter } from '@/components/tour/tour-starter';
import { SaveState } from '@/components/workbench/save-state';
import type { WorkbenchPerson, WorkbenchProject } from '@/components/workbench/types';
import { useChipList } from '@/components/workbench/chip-list';
import { useDescribeCells } from '@/components/label/use-describe-cells';
import { useCorrection } from '@/components/label/use-correction';
import { useAddress, useLabellingSession } from '@/components/label/use-labelling-session';
import { useWays } from '@/components/label/use-ways';
import { NoWorkbench, WorkbenchScreen } from '@/components/workbench/workbench-screen';
import { useOutbox } from '@/components/workbench/use-outbox';
import { useRefusalReason } from '@/components/workbench/use-refusal-reason';
import { NoChip } from '@/components/label/no-chip';
import type { CommentPlace } from '@/lib/domain/comment/place';
import { LabelWorkbench, targetOfLabelling } from '@/components/label/label-workbench';
import type { SubmittedChip } from '@/components/label/label-workbench';
import { afterPaint } from '@/lib/client/after-paint';
import { api } from '@/lib/client/api';
import type { OutboxState } from '@/lib/client/outbox/state';
import { confirmedMeanwhile } from '@/lib/client/outbox/task';
import type { LabellingSession } from '@/lib/client/session/labelling-session';
import { openOf } from '@/lib/client/session/session-history';
import type { SessionState } from '@/lib/client/session/session-state';
import { toLevels } from '@/lib/domain/proposal/prediction';
import { isDecided } from '@/lib/domain/label/cell-code';
import type { ListPlace } from '@/lib/domain/chip-table/view';
import type { PracticePlace } from '@/lib/domain/ground-truth/schema';
import { isExclusion } from '@/lib/domain/queue/schema';
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
const FeedbackDialog = dynamic(
  () => loadPart(() => import('@/components/practice/feedback-dialog')),
  { ssr: false },
);
const SignInAgain = dynamic(() => loadPart(() => import('@/components/workbench/sign-in-again')), {
  ssr: false,
});

/** The label page: shows the session's chip, submits it by way of the outbox, and shows the next at once. */
export function LabelScreen(props: {
  project: WorkbenchProject;
  person: WorkbenchPerson;
  /** number of the chip to open, or null for the next of the queue */
  start: number | null;
  /** the list that is walked from the first chip on; null: the session's own */
  list: ListPlace | null;
  /** where the first chip opens at what is said of it; null: at its beginning */
  commentsAt: CommentPlace | null;
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
    archived: project.archived,
    looking: model.kind === 'ready',
  });
  const countWords = useDescribeCells(project.classes);
  useRefusedSubmit(saved, session);
  useReconnect(saved, session);
  useClosed(slug, saved, session);
  useEffect(() => {
    if (saved.kind === 'saved') session.updateRevisions((id) => outbox.revisionOf(`${slug}/${id}`));
  }, [saved, session, outbox, slug]);

  const { current, history } = state;
  const openChip = useCallback((to: number) => void session.open(to), [session]);
  const left = leftIn(state);
  const held = current.kind === 'open' ? current.held : null;
  const number = held?.chip.number ?? 0;
  const { back, query, onNext, onPrevious, finish } = useWays({
    ...{ slug, role: project.role, session, list: props.list, number },
  });
  useAddress(slug, state, query);
  const [feedback, setFeedback] = useState<Compared | null>(null);
  const submit = useCallback(
    ({ cells, openedMs, proposals }: SubmittedChip) => {
      if (!held) return;
      if (!cells.some(isDecided)) {
        toast.error(t('nothingDecided'));
        return;
      }
      const { chip, labelling } = held;
      const path = `/projects/${slug}/chips/${chip.id}/labelling/submit`;
      const target = { labelling: targetOfLabelling(slug, chip).key, path, slug, number };
      const claims = proposals && {
        versionId: proposals.versionId,
        probs: toLevels(proposals.values),
      };
      void outbox.submit(target, { openedMs, proposals: claims });
      finish(number, {
        labelling: {
          ...labelling,
          cells,
          status: 'SUBMITTED',
          returnReason: null,
        },
      });
      if (held.practice) {
        setFeedback({ number, practice: held.practice });
        return;
      }
      afterPaint(() => {
        toast(t('submitted', { number, counts: countWords(cells) }), {
          id: 'submitted',
          duration: 3000,
          action: { label: t('backToIt'), onClick: () => void session.open(number) },
        });
      });
    },
    [held, number, slug, outbox, session, finish, t, countWords],
  );
  const correction = useCorrection({ slug, held, outbox, session });
  const { show: showChips, list: chipList } = useChipList({
    ...{ slug, current: Math.max(1, number), status: null, onOpen: openChip },
  });
  const found = useMemo(
    () => ({
      isOwner: person.isOwner,
      project: { slug, role: project.role, openChip, openPicture: showChips },
    }),
    [person.isOwner, slug, project.role, openChip, showChips],
  );
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
      finish(chip.number);
      const excluded = isExclusion(request.reason);
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
    [held, slug, outbox, session, finish, queue],
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
  // follows from the session's history, which changes with every stroke: the act itself stays the same
  const canUndoBefore = session.undoBefore() !== null;
  const undoBefore = useMemo(() => {
    if (!canUndoBefore) return null;
    return () => {
      const to = session.undoBefore()?.();
      if (to !== undefined) toast(t('backToUndo', { number: to }), { id: 'backToUndo' });
    };
  }, [session, canUndoBefore, t]);

  return (
    <WorkbenchScreen
      person={person}
      project={project}
      folds
      middle={
        held && (
          <ChipHeading
            {...{ held, back, onNext, onPrevious }}
            archived={project.archived}
            of={props.chips}
            onList={showChips}
          />
        )
      }
      right={
        <>
          {!project.archived && (
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
          )}
          <div className="flex min-w-0 items-center gap-1">
            <SaveState state={saved} outbox={outbox} left={left} />
            {!project.archived && (
              <OfflineMenu
                {...{ session, left, build: props.build }}
                control={{
                  open: dialog === 'offline',
                  set: (open) => {
                    setDialog(open ? 'offline' : null);
                  },
                }}
              />
            )}
          </div>
          <ModelState state={model} chip={held?.chip ?? null} />
        </>
      }
    >
      {held ? (
        <LabelWorkbench
          {...{
            project,
            held,
            found,
            outbox,
            onWork,
            onNext,
            onPrevious,
            undoBefore,
            onSkip,
            correction,
            onQueue,
            onOffline,
          }}
          elsewhere={state.elsewhere}
          commentsAt={commentsAt(props, number)}
          busy={false}
          onModel={setModel}
          onSubmit={submit}
        />
      ) : (
        <NoWorkbench {...{ person, project }}>
          {current.kind !== 'open' && (
            <NoChip
              {...{ current, slug, archived: project.archived }}
              onAgain={() => void session.next()}
            />
          )}
        </NoWorkbench>
      )}
      <Comparison
        {...{ project, feedback }}
        onClose={() => {
          setFeedback(null);
          // after the last one of a round the queue gives chips again
          if (current.kind === 'open') void session.refill();
          else void session.next();
        }}
      />
      <TourStarter userId={person.userId} off={project.archived} />
      {chipList}
      {dialog === 'skip' && held && (
        <SkipDialog
          onSkip={skip}
          onClose={() => {
            setDialog(null);
          }}
        />
      )}
      {(saved.kind === 'signedOut' || state.network === 'signedOut') && (
        <SignInAgain
          email={person.email}
          onDone={() => {
            void outbox.flush();
            void session.heartbeat();
          }}
        />
      )}
    </WorkbenchScreen>
  );
}

/** A practice chip that was submitted just now. */
interface Compared {
  number: number;
  practice: PracticePlace;
}

/** How it compares, before the person goes on. */
function Comparison(props: {
  project: WorkbenchProject;
  feedback: Compared | null;
  onClose: () => void;
}) {
  const { project, feedback, onClose } = props;
  if (!feedback) return null;
  const { slug, classes, rule } = project;
  return <FeedbackDialog {...{ slug, classes, rule, onClose }} {...feedback} />;
}

/** Only the chip that the page opened with opens at what is said of it. */
function commentsAt(
  opened: { start: number | null; commentsAt: CommentPlace | null },
  number: number,
) {
  return number === opened.start ? opened.commentsAt : null;
}

/** A submit that did not go through: said where the person is, with the way back to the chip. */
function useRefusedSubmit(saved: OutboxState, session: LabellingSession): void {
  const t = useTranslations('session');
  const reasonOf = useRefusalReason();
  const last = saved.kind === 'refused' ? saved.tasks.at(-1) : undefined;
  const task = last?.kind === 'save' ? undefined : last;
  useEffect(() => {
    if (!task) return;
    const { id, number, refused } = task;
    const what = task.kind === 'correction' ? 'correction' : 'submit';
    toast.error(t(`refused.${what}`, { number, why: reasonOf(refused) }), {
      id,
      duration: Infinity,
      action: { label: t('openChip', { number }), onClick: () => void session.open(number) },
    });
  }, [task, session, t, reasonOf]);
}

/** What was done on a chip that a reviewer confirmed meanwhile is refused: the chip takes no more then. */
function useClosed(slug: string, saved: OutboxState, session: LabellingSession): void {
  useEffect(() => {
    if (saved.kind === 'refused')
      void session.closeConfirmed(confirmedMeanwhile(saved.tasks, slug));
  }, [slug, saved, session]);
}

/** The outbox hears first that the server is there again: then the session looks for more chips. */
function useReconnect(saved: OutboxState, session: LabellingSession): void {
  const { kind } = saved;
  useEffect(() => {
    if (kind === 'saved' && session.getState().network !== 'online') void session.heartbeat();
  }, [kind, session]);
}

/** Chips in hand that are still to be labelled; null while the first are on their way and nobody knows. */
function leftIn({ current, history }: SessionState): number | null {
  return current.kind === 'loading' ? null : openOf(history).length;
}
