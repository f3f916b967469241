'use client';
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';
import { useChipComments } from '@/components/comment/use-chip-comments';
import type { CommentPlace } from '@/lib/domain/comment/place';
import type { Found } from '@/components/commands/found';
import type { WorkbenchProject } from '@/components/workbench/types';
import { useDisplay } from '@/components/workbench/use-display';
import { WorkbenchFrame } from '@/components/workbench/workbench-frame';
import { correctionOf, differencesFrom, openCells, opinionsOf } from '@/components/review/opinions';
import {
  canAccept,
  canReturn,
  firstToCompare,
  nextCell,
  suspiciousCells,
} from '@/components/review/review-rules';
import { describeProgress } from '@/components/review/describe-progress';
import { ReviewBanner } from '@/components/review/review-banner';
import { ReviewPanels } from '@/components/review/review-panels';
import type { Verdict } from '@/components/review/verdict';
import { useKeyedState } from '@/components/editor/use-keyed';
import type { ReviewChip } from '@/lib/client/review-chip';
import { ReturnDialog } from '@/components/review/return-dialog';
import { ReviewBar } from '@/components/review/review-bar';
import { useWasSeen } from '@/components/review/use-was-seen';
import { useReviewWorkbench } from '@/components/review/use-review-workbench';
import type { Outbox } from '@/lib/client/outbox/outbox';
import type { Why } from '@/lib/editor/commands/why';
import { cellOf } from '@/lib/editor/labelling';

/** The chip under review. When the next one takes its place, stage and panels stay: only what belongs to the chip is made anew. */
export function ReviewWorkbench(props: {
  project: WorkbenchProject;
  view: ReviewChip;
  found: Found;
  outbox: Outbox;
  busy: boolean;
  /** the next chip is on its way: this one is for looking at only */
  coming: boolean;
  /** where the page opens at what is said of the chip */
  commentsAt: CommentPlace | null;
  /** where the cursor begins; null: at the beginning */
  cell: number | null;
  onVerdict: (verdict: Verdict) => void;
  /** takes the verdict on a chip before back */
  undoBefore: (() => void) | null;
  onNext: (() => void) | null;
  onPrevious: (() => void) | null;
}) {
  const { project, view, outbox, busy, onVerdict, undoBefore, onNext, onPrevious } = props;
  const { chip } = view;
  const { editor, labelling, conflicts, decide, prediction } = useReviewWorkbench({
    ...{ project, view, outbox, coming: props.coming },
  });
  useEffect(() => {
    if (props.cell === null || props.cell >= chip.rows * chip.cols) return;
    const { row, col } = editor.getState().cursor;
    editor.moveCursor(
      Math.floor(props.cell / chip.cols) - row,
      (props.cell % chip.cols) - col,
      false,
    );
  }, [editor, chip.rows, chip.cols, props.cell]);
  const state = useSyncExternalStore(editor.subscribe, editor.getState, editor.getState);
  const wasSeen = useWasSeen(editor, state.seen.size > 0);
  const display = useDisplay(editor, project.slug, chip);
  const comments = useChipComments({
    ...{ editor, project, chip, userId: outbox.userId },
    ready: state.seen.size > 0,
    at: props.commentsAt,
  });
  const words = useTranslations('review');
  const { thresholds } = state;
  const opinions = useMemo(
    () => opinionsOf(view, prediction, thresholds),
    [view, prediction, thresholds],
  );
  const [compared, changeCompared] = useKeyedState(view, firstToCompare(view));
  const setCompared = useCallback(
    (index: number) => {
      changeCompared(() => index);
    },
    [changeCompared],
  );
  const [returning, setReturning] = useKeyedState(view, false);

  const { cells } = state.labelling;
  const differences = useMemo(
    () => opinions.map((opinion) => differencesFrom(cells, opinion)),
    [opinions, cells],
  );
  const hindrance = project.archived ? ARCHIVED : busy ? COMING : null;
  const acts = useMemo(
    () => ({
      submit: null,
      next: onNext,
      previous: onPrevious,
      undoBefore,
      ...comments.acts,
      display: display.actions,
      review: {
        accept: () => {
          const request = () => ({
            revision: labelling.revision,
            basis: view.basis,
            openedMs: labelling.openedMs(),
          });
          onVerdict({ kind: 'accept' as const, request });
        },
        canAccept: () => {
          if (hindrance) return hindrance;
          return wasSeen ? canAccept(view, editor.getState().labelling.cells) : UNSEEN;
        },
        returnChip: () => {
          setReturning(() => true);
        },
        canReturn: () => hindrance ?? canReturn(view),
        nextDifference: (step: 1 | -1) => {
          const now = editor.getState();
          const all = suspiciousCells(now.labelling.cells, opinions, prediction);
          const to = nextCell(all, cellOf(now.labelling, now.cursor), step);
          if (to === null) return;
          const { row, col } = now.cursor;
          editor.moveCursor(Math.floor(to / chip.cols) - row, (to % chip.cols) - col, false);
        },
        compareNext: () => {
          changeCompared((index) => (index + 1) % Math.max(1, opinions.length));
        },
      },
    }),
    [
      setReturning,
      changeCompared,
      hindrance,
      wasSeen,
      labelling,
      view,
      onVerdict,
      undoBefore,
      onNext,
      onPrevious,
      editor,
      opinions,
      prediction,
      chip.cols,
      comments.acts,
      display.actions,
    ],
  );
  const open = openCells(view, cells).length;
  const correction = correctionOf(view);
  return (
    <>
      <WorkbenchFrame
        page="review"
        found={props.found}
        {...{ editor, state, chip, display, acts, conflicts, decide }}
        classes={project.classes}
        differences={differences[compared] ?? NONE}
        commented={comments.marks}
        label={words('chipLabel', {
          number: chip.number,
          asset: chip.asset.name,
          rows: chip.rows,
          cols: chip.cols,
        })}
        banner={(broken) => (
          <ReviewBanner
            {...{ view, broken, busy, onVerdict }}
            slug={project.slug}
            archived={project.archived}
          />
        )}
        panels={
          <ReviewPanels
            {...{ editor, state, project, view, display, prediction, opinions, compared }}
            differing={differences.map((map) => map.size)}
            onCompare={setCompared}
            comments={comments.section}
          />
        }
        bar={(commands, context) => (
          <ReviewBar
            correction={correction !== null}
            words={describeProgress(
              words,
              cells,
              open,
              differences[compared]?.size ?? 0,
              opinions[compared]?.name,
            )}
            {...{ commands, context, busy }}
          />
        )}
      />
      {comments.dialog}
      <ReturnDialog
        open={returning}
        to={
          correction?.by.name ??
          view.labellings.map(({ person }) => person.name).join(` ${words('and')} `)
        }
        correction={correction !== null}
        busy={busy}
        onClose={() => {
          setReturning(() => false);
        }}
        onReturn={(reason) => {
          onVerdict({ kind: 'return', reason });
        }}
      />
    </>
  );
}

/** A verdict is given on a chip that was seen, once: not while one is sent, the next chip is on its way, or its picture is. */
const COMING: Why = { why: 'chipComing' };
const ARCHIVED: Why = { why: 'archived' };
const UNSEEN: Why = { why: 'pictureUnseen' };
const NONE: ReadonlyMap<number, number> = new Map();
