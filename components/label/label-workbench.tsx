'use client';
import dynamic from 'next/dynamic';
import { memo, useCallback, useEffect, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useKeyed, useKeyedState } from '@/components/editor/use-keyed';
import { useParts } from '@/components/editor/use-parts';
import { ActionBar } from '@/components/label/action-bar';
import type { Mode } from '@/components/label/action-bar';
import { ConfirmedBanner } from '@/components/label/confirmed-banner';
import { LabelBanners } from '@/components/label/label-banners';
import { useChipComments } from '@/components/comment/use-chip-comments';
import type { CommentPlace } from '@/lib/domain/comment/place';
import type { CorrectionActs } from '@/components/label/use-correction';
import { toast } from '@/components/ui/toast';
import { correctionFrom } from '@/lib/domain/correction/changes';
import type { Found } from '@/components/commands/found';
import { SidePanel } from '@/components/label/side-panel';
import type { WorkbenchProject } from '@/components/workbench/types';
import { useAnswers } from '@/components/workbench/use-answers';
import { useWorkbench } from '@/components/workbench/use-workbench';
import { WorkbenchFrame } from '@/components/workbench/workbench-frame';
import { useModel } from '@/components/label/use-model';
import { useDisplay } from '@/components/workbench/use-display';
import { afterPaint } from '@/lib/client/after-paint';
import { loadPart } from '@/lib/client/load-part';
import type { HeldChip } from '@/lib/client/session/held-chip';
import type { Outbox } from '@/lib/client/outbox/outbox';
import { isDecided } from '@/lib/domain/label/cell-code';
import type { ChipView } from '@/lib/domain/chip/schema';
import type { History } from '@/lib/editor/history';
import type { EditorPrediction } from '@/lib/editor/prediction';
import { countUnlabelled, mostlyUnlabelled } from '@/lib/editor/labelling';
import { ActionCounter } from '@/lib/editor/action-counts';
import type { PredictorState } from '@/lib/ml/predictor';

const SparseSubmitDialog = dynamic(
  () => loadPart(() => import('@/components/label/sparse-submit-dialog')),
  { ssr: false },
);

const CorrectionDialog = dynamic(
  () => loadPart(() => import('@/components/label/correction-dialog')),
  { ssr: false },
);

export interface SubmittedChip {
  cells: Uint8Array;
  openedMs: number;
  /** the deployed version's own probabilities */
  proposals: NonNullable<EditorPrediction['deployed']> | null;
}

// all but what follows the pointer: the panels stay as they are while it moves
const SHOWN_HERE = [
  ...([
    'lattice',
    'labelling',
    'history',
    'cursor',
    'activeCode',
    'tool',
    'brushSize',
    'readOnly',
  ] as const),
  ...(['prediction', 'thresholds', 'overlay', 'hidden', 'view', 'seen'] as const),
  'picture' as const,
] as const;

/** The chip on screen. When the next one takes its place, stage and panels stay: only what belongs to the chip is made anew. */
export const LabelWorkbench = memo(function Workbench(props: {
  project: WorkbenchProject;
  held: HeldChip;
  outbox: Outbox;
  busy: boolean;
  /** another window of this person shows the chip too */
  elsewhere: boolean;
  /** where the page opens at what is said of the chip */
  commentsAt: CommentPlace | null;
  found: Found;
  onModel: (model: PredictorState) => void;
  onSubmit: (submission: SubmittedChip) => void;
  /** the cells and what can be undone, after every stroke */
  onWork: (cells: Uint8Array, history: History) => void;
  onNext: (() => void) | null;
  onPrevious: (() => void) | null;
  undoBefore: (() => void) | null;
  onSkip: () => void;
  /** null where the chip is not confirmed */
  correction: CorrectionActs | null;
  onQueue: () => void;
  onOffline: () => void;
}) {
  const t = useTranslations('label');
  const { project, held, outbox } = props;
  const { chip, labelling } = held;
  const mode: Mode = held.confirmed ? (held.correcting ? 'correction' : 'confirmed') : 'own';
  const counter = useKeyed(chip.id, () => new ActionCounter());
  const {
    editor,
    labelling: open,
    conflicts,
    decide,
  } = useWorkbench({
    ...{ project, chip, outbox },
    thresholds: project.thresholds,
    onStroke: (edits, source) => {
      counter.add(edits, source);
    },
    labelling: { ...targetOf(project.slug, chip, mode), ...labelling },
    history: held.undo,
    unsent: mode !== 'own',
    readOnly: project.archived || mode === 'confirmed',
  });
  const state = useParts(editor, SHOWN_HERE);
  const {
    model,
    prediction: found,
    thresholds,
    trouble,
    train,
  } = useModel(project, outbox.userId, chip);
  const control = held.control && !held.done && labelling.status !== 'SUBMITTED';
  const prediction = useMemo(
    () => (found && control ? { ...found, withheld: true } : found),
    [found, control],
  );
  const display = useDisplay(editor, project.slug, chip);
  const comments = useChipComments({
    ...{ editor, project, chip, userId: outbox.userId },
    ready: state.seen.size > 0,
    at: props.commentsAt,
  });
  const { onModel, onSubmit, onWork, onNext, onPrevious, undoBefore, onSkip, onQueue, onOffline } =
    props;

  useEffect(() => {
    onModel(model);
  }, [model, onModel]);
  useEffect(() => {
    // an admin, or a new version, has changed them since the page was made; a person's own stay, and so does what the hand works with
    const { thresholds: before, history: work } = editor.getState();
    if (before.source !== 'person' && work.done.length === 0) editor.set({ thresholds });
  }, [editor, thresholds]);
  useEffect(() => {
    // what the live head learns meanwhile does not change proposals that the hand already works with
    const { prediction: before, history: work } = editor.getState();
    if (prediction && (!before || work.done.length === 0)) editor.set({ prediction });
  }, [editor, prediction]);
  const { history } = state;
  useEffect(() => {
    onWork(editor.getState().labelling.cells, history);
  }, [editor, history, onWork]);
  useEffect(() => {
    // the session has read the labelling anew
    outbox.refresh(open.key, labelling);
  }, [outbox, open, labelling]);

  const { answers, keepAnswer } = useAnswers();
  const [asking, setAsking] = useKeyedState(chip.id, false);
  const submit = useCallback(() => {
    const { labelling: now, prediction: shown, thresholds: held } = editor.getState();
    const proposals = shown?.deployed ?? null;
    onSubmit({ cells: now.cells, openedMs: open.openedMs(), proposals });
    const options = {
      thresholds: held,
      shown: editor.proposalsWereShown(),
      actions: counter.of(now.cells),
    };
    afterPaint(() => {
      train(now.cells, options);
    });
  }, [editor, open, counter, train, onSubmit]);
  const confirmed = held.confirmed ?? null;
  const { correction } = props;
  const [wish, setWish] = useKeyedState<ReturnType<typeof correctionFrom> | null>(chip.id, null);
  const askCorrection = useCallback(() => {
    if (!confirmed) return;
    const made = correctionFrom(confirmed.cells, editor.getState().labelling.cells);
    if (made.changes.length > 0) setWish(() => made);
    else toast.error(t('confirmed.nothingChanged'), { id: 'nothingChanged' });
  }, [confirmed, editor, setWish, t]);
  const hand = useMemo(() => {
    const own = mode === 'own';
    const begin = mode === 'confirmed' && !project.archived ? (correction?.begin ?? null) : null;
    return { skip: own ? onSkip : null, correct: begin };
  }, [mode, onSkip, correction, project.archived]);
  const acts = useMemo(
    () => ({
      submit:
        mode === 'confirmed'
          ? null
          : () => {
              if (mode === 'correction') {
                askCorrection();
                return;
              }
              const { cells } = editor.getState().labelling;
              // of a chip without any label the page says so itself
              const sparse =
                cells.some(isDecided) && mostlyUnlabelled(cells) && !counter.restStands(cells);
              if (sparse && answers.sparseSubmit === 'ask') setAsking(() => true);
              else submit();
            },
      next: onNext,
      previous: onPrevious,
      undoBefore,
      ...hand,
      ...comments.acts,
      queue: onQueue,
      offline: onOffline,
      display: display.actions,
    }),
    [
      editor,
      counter,
      answers,
      setAsking,
      submit,
      askCorrection,
      mode,
      hand,
      comments.acts,
      onNext,
      onPrevious,
      undoBefore,
      onQueue,
      onOffline,
      display.actions,
    ],
  );
  const shown = editor.shown().length;
  const { cells } = state.labelling;
  return (
    <>
      <WorkbenchFrame
        page="label"
        found={props.found}
        {...{ editor, state, chip, display, acts, conflicts, decide }}
        classes={project.classes}
        commented={comments.marks}
        label={t('chipLabel', {
          number: chip.number,
          asset: chip.asset.name,
          rows: chip.rows,
          cols: chip.cols,
        })}
        banner={(broken) => (
          <LabelBanners
            confirmed={
              confirmed && (
                <ConfirmedBanner
                  confirmed={confirmed}
                  correcting={mode === 'correction'}
                  changed={correctionFrom(confirmed.cells, cells).changes.length}
                  acts={project.archived ? null : correction}
                />
              )
            }
            broken={broken}
            archived={project.archived}
            trouble={trouble}
            heldBy={held.heldBy}
            elsewhere={props.elsewhere}
            practice={held.done || held.confirmed ? null : (held.practice ?? null)}
            reason={labelling.status === 'RETURNED' ? labelling.returnReason : null}
          />
        )}
        panels={
          <SidePanel
            {...{ editor, state, project, chip, display, model, thresholds, control }}
            comments={comments.section}
          />
        }
        bar={(commands, context) => (
          <>
            <ActionBar {...{ commands, context, state, shown, mode, busy: props.busy }} />
            {asking && (
              <SparseSubmitDialog
                unlabelled={countUnlabelled(cells)}
                onSubmit={(always) => {
                  setAsking(() => false);
                  if (always) keepAnswer({ sparseSubmit: 'submit' });
                  submit();
                }}
                onAbsent={() => {
                  setAsking(() => false);
                  context.page.restAbsent();
                }}
                onClose={() => {
                  setAsking(() => false);
                }}
              />
            )}
          </>
        )}
      />
      {comments.dialog}
      {wish && (
        <CorrectionDialog
          changed={wish.changes.length}
          erased={wish.erased}
          onAsk={(reason) => {
            setWish(() => null);
            correction?.ask(wish.changes, reason);
          }}
          onClose={() => {
            setWish(() => null);
          }}
        />
      )}
    </>
  );
});

/** The outbox's name of a person's own labelling of a chip, and where its strokes go. */
export function targetOfLabelling(slug: string, chip: ChipView): { key: string; path: string } {
  return {
    key: `${slug}/${chip.id}`,
    path: `/projects/${slug}/chips/${chip.id}/labelling/changes`,
  };
}

/** A correction and what it is of have editors of their own; neither sends strokes. */
function targetOf(slug: string, chip: ChipView, mode: Mode): { key: string; path: string } {
  const { key, path } = targetOfLabelling(slug, chip);
  return { key: mode === 'own' ? key : `${key}/${mode}`, path };
}
