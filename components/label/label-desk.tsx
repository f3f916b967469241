'use client';
import dynamic from 'next/dynamic';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { toast } from 'sonner';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { ChipHeading } from '@/components/label/chip-heading';
import { ModelState } from '@/components/label/model-state';
import { QueueMenu } from '@/components/label/queue-menu';
import { SaveState } from '@/components/label/save-state';
import type { LabelPerson, LabelProject } from '@/components/label/types';
import { useDescribeCells } from '@/components/label/use-describe-cells';
import { useDesk } from '@/components/label/use-desk';
import { useOutbox } from '@/components/label/use-labelling';
import { WaitingStage } from '@/components/label/waiting-stage';
import { Workbench, placeOfLabelling } from '@/components/label/workbench';
import type { Submission } from '@/components/label/workbench';
import { TopBar } from '@/components/shell/top-bar';
import { afterPaint } from '@/lib/client/after-paint';
import { api } from '@/lib/client/api';
import type { OutboxState } from '@/lib/client/outbox/state';
import type { Desk } from '@/lib/client/desk/desk';
import { openOf } from '@/lib/client/desk/sitting';
import { base64Of } from '@/lib/domain/label/cells';
import { isDecided } from '@/lib/domain/label/cell-code';
import { FOR_EVERYBODY } from '@/lib/domain/queue/schema';
import type { QueuePreference, SkipRequest } from '@/lib/domain/queue/schema';
import type { History } from '@/lib/editor/history';
import type { PredictorState } from '@/lib/ml/predictor';

const SkipDialog = dynamic(() => import('@/components/label/skip-dialog'), { ssr: false });
const SignInAgain = dynamic(() => import('@/components/label/sign-in-again'), { ssr: false });

/** The label page: puts the desk's chip on the bench, hands it in by way of the outbox, and shows the next at once. */
export function LabelDesk(props: {
  project: LabelProject;
  person: LabelPerson;
  /** number of the chip to open, or null for the next of the queue */
  start: number | null;
  /** what the person chose to label last */
  wanted: QueuePreference;
  chips: number;
  /** the production build that serves this page, which can then be kept for work without a network */
  build: string | null;
}) {
  const { project, person } = props;
  const { slug } = project;
  const t = useTranslations('desk');
  const queue = useTranslations('queue');
  const [asking, setAsking] = useState<'skip' | 'queue' | 'along' | null>(null);
  const { outbox, state: saved, ready } = useOutbox(person.userId);
  const [model, setModel] = useState<PredictorState>({ kind: 'idle' });
  const [wanted, setWanted] = useState(props.wanted);
  const {
    desk,
    state,
    setWanted: ask,
  } = useDesk({
    ...{ slug, ready, userId: person.userId, start: props.start, wanted: props.wanted },
    looking: model.kind === 'ready',
  });
  const countWords = useDescribeCells(project.classes);
  useRefusedSubmit(saved, desk);
  useReconnect(saved, desk);
  useEffect(() => {
    if (saved.kind === 'saved') desk.learnRevisions((id) => outbox.revisionOf(`${slug}/${id}`));
  }, [saved, desk, outbox, slug]);

  const { stage, sitting } = state;
  const held = stage.kind === 'open' ? stage.held : null;
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
      const place = { labelling: placeOfLabelling(slug, chip).key, path, slug, number };
      const probs = proposals && {
        versionId: proposals.versionId,
        probs: base64Of(Uint8Array.from(proposals.values, (p) => Math.round(255 * p))),
      };
      void outbox.submit(place, { openedMs, proposals: probs });
      void desk.finish(number, {
        labelling: {
          ...labelling,
          cells: base64Of(cells),
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
          action: { label: t('back-to-it'), onClick: () => void desk.open(number) },
        });
      });
    },
    [held, slug, outbox, desk, t, countWords],
  );
  const number = held?.chip.number ?? 0;
  const onWork = useCallback(
    (cells: Uint8Array, history: History) => {
      desk.keepWork(number, cells, history);
    },
    [desk, number],
  );
  const skip = useCallback(
    (request: SkipRequest) => {
      setAsking(null);
      if (!held) return;
      const { chip } = held;
      const path = `/projects/${slug}/chips/${chip.id}/skip`;
      const sent = outbox.skip(
        { labelling: placeOfLabelling(slug, chip).key, path, slug, number: chip.number },
        request,
      );
      void desk.finish(chip.number);
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
              .then(() => desk.open(chip.number));
          },
        },
      });
    },
    [held, slug, outbox, desk, queue],
  );
  const onSkip = useCallback(() => {
    setAsking('skip');
  }, []);
  const onQueue = useCallback(() => {
    setAsking('queue');
  }, []);
  const onAlong = useCallback(() => {
    setAsking('along');
  }, []);
  const onNext = useCallback(() => void desk.next(), [desk]);
  // both follow from the sitting, which changes with every stroke: the acts themselves stay the same
  const [hasPrevious, canUndoBefore] = [desk.previous() !== null, desk.undoBefore() !== null];
  const onPrevious = useMemo(
    () => (hasPrevious ? () => desk.previous()?.() : null),
    [desk, hasPrevious],
  );
  const undoBefore = useMemo(() => {
    if (!canUndoBefore) return null;
    return () => {
      const to = desk.undoBefore()?.();
      if (to !== undefined) toast(t('back-to-undo', { number: to }), { id: 'back-to-undo' });
    };
  }, [desk, canUndoBefore, t]);

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
                open={asking === 'queue'}
                onOpen={(open) => {
                  setAsking(open ? 'queue' : null);
                }}
                counts={sitting.chips.filter(({ done }) => done).length}
                onWanted={(next) => {
                  setWanted(next);
                  ask(next);
                }}
              />
              <SaveState
                state={saved}
                outbox={outbox}
                desk={{
                  ...{ desk, left: openOf(sitting).length, build: props.build },
                  control: {
                    open: asking === 'along',
                    set: (open) => {
                      setAsking(open ? 'along' : null);
                    },
                  },
                }}
              />
              <ModelState state={model} />
            </>
          }
        />
      </div>
      {held ? (
        <Workbench
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
            onAlong,
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
          {stage.kind !== 'open' && (
            <WaitingStage stage={stage} slug={slug} onAgain={() => void desk.next()} />
          )}
        </main>
      )}
      {asking === 'skip' && held && (
        <SkipDialog
          onSkip={skip}
          onClose={() => {
            setAsking(null);
          }}
        />
      )}
      {(saved.kind === 'signed-out' || state.network === 'signed-out') && (
        <SignInAgain
          email={person.email}
          onDone={() => {
            void outbox.flush();
            void desk.beat();
          }}
        />
      )}
    </div>
  );
}

/** A submit that did not go through: said where the person is, with the way back to the chip. */
function useRefusedSubmit(saved: OutboxState, desk: Desk): void {
  const t = useTranslations('desk');
  const refusal = saved.kind === 'refused' && saved.last.task.kind !== 'save' ? saved.last : null;
  useEffect(() => {
    if (!refusal) return;
    const { number } = refusal.task;
    const why = refusal.cause === 'server' ? refusal.message : t(`refused.${refusal.cause}`);
    toast.error(t('refused.submit', { number, why }), {
      id: refusal.task.id,
      duration: Infinity,
      action: { label: t('open-chip', { number }), onClick: () => void desk.open(number) },
    });
  }, [refusal, desk, t]);
}

/** The outbox hears first that the server is there again: then the desk looks for more chips. */
function useReconnect(saved: OutboxState, desk: Desk): void {
  const { kind } = saved;
  useEffect(() => {
    if (kind === 'saved' && desk.getState().network !== 'online') void desk.beat();
  }, [kind, desk]);
}
