'use client';
import dynamic from 'next/dynamic';
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';
import { useCommands } from '@/components/commands/use-commands';
import { CellDescription } from '@/components/workbench/cell-description';
import { classLooks } from '@/components/workbench/class-looks';
import { PhoneClasses } from '@/components/workbench/phone-classes';
import { PictureStage } from '@/components/workbench/picture-stage';
import { ToolRail } from '@/components/workbench/tool-rail';
import type { WorkbenchProject } from '@/components/workbench/types';
import { useDisplay } from '@/components/workbench/use-display';
import { differencesFrom, openCells, opinionsOf } from '@/components/review/opinions';
import { canAccept, canReturn, firstToCompare, nextCell } from '@/components/review/review-rules';
import { describeProgress } from '@/components/review/describe-progress';
import { ReviewBanner } from '@/components/review/review-banner';
import { ReviewPanels } from '@/components/review/review-panels';
import type { Verdict } from '@/components/review/verdict';
import { useKeyedState } from '@/components/editor/use-keyed';
import type { ReviewChip } from '@/lib/client/review-chip';
import { ReturnDialog } from '@/components/review/return-dialog';
import { ReviewBar } from '@/components/review/review-bar';
import { useReviewWorkbench } from '@/components/review/use-review-workbench';
import type { Outbox } from '@/lib/client/outbox/outbox';
import type { Why } from '@/lib/editor/commands/why';
import { cellOf } from '@/lib/editor/labelling';
import { loadPart } from '@/lib/client/load-part';

const ConflictDialog = dynamic(
  () => loadPart(() => import('@/components/workbench/conflict-dialog')),
  {
    ssr: false,
  },
);

/** The chip under review. When the next one takes its place, stage and panels stay: only what belongs to the chip is made anew. */
export function ReviewWorkbench(props: {
  project: WorkbenchProject;
  view: ReviewChip;
  outbox: Outbox;
  busy: boolean;
  /** the next chip is on its way: this one is for looking at only */
  coming: boolean;
  onVerdict: (verdict: Verdict) => void;
  onNext: (() => void) | null;
  onPrevious: (() => void) | null;
}) {
  const { project, view, outbox, busy, onVerdict, onNext, onPrevious } = props;
  const { chip } = view;
  const { editor, labelling, conflicts, decide, prediction } = useReviewWorkbench({
    ...{ project, view, outbox, coming: props.coming },
  });
  const state = useSyncExternalStore(editor.subscribe, editor.getState, editor.getState);
  const display = useDisplay(editor, project.slug, chip);
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
  const [broken, setBroken] = useKeyedState(view, false);

  const { cells } = state.labelling;
  const differences = useMemo(
    () => opinions.map((opinion) => differencesFrom(cells, opinion)),
    [opinions, cells],
  );
  const acts = useMemo(
    () => ({
      submit: null,
      next: onNext,
      previous: onPrevious,
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
        canAccept: () => (busy ? COMING : canAccept(view, editor.getState().labelling.cells)),
        giveBack: () => {
          setReturning(() => true);
        },
        canGiveBack: () => (busy ? COMING : canReturn(view)),
        nextDifference: (step: 1 | -1) => {
          const now = editor.getState();
          const all = opinions.flatMap((o) => [...differencesFrom(now.labelling.cells, o).keys()]);
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
      busy,
      labelling,
      view,
      onVerdict,
      onNext,
      onPrevious,
      editor,
      opinions,
      chip.cols,
      display.actions,
    ],
  );
  const { commands, context, surfaces, menu } = useCommands({
    ...{ page: 'review', editor, classes: project.classes, acts },
  });
  const looks = useMemo(() => classLooks(project.classes), [project.classes]);
  const open = openCells(view, cells).length;
  return (
    <>
      <ToolRail
        commands={commands}
        context={context}
        active={`tool-${state.tool}`}
        hidden={state.hidden}
        brushSize={state.brushSize}
      />
      <main id="content" tabIndex={-1} className="relative min-h-0 min-w-0 overflow-hidden bg-bg-0">
        <PictureStage
          editor={editor}
          chip={chip}
          display={display}
          classes={project.classes}
          looks={looks}
          differences={differences[compared] ?? NONE}
          label={words('chipLabel', {
            number: chip.number,
            asset: chip.asset.name,
            rows: chip.rows,
            cols: chip.cols,
          })}
          onPictureError={() => {
            setBroken(() => true);
          }}
        />
        <ReviewBanner view={view} broken={broken} busy={busy} onVerdict={onVerdict} />
        {menu}
        <p aria-live="polite" className="sr-only">
          <CellDescription state={state} classes={project.classes} />
        </p>
      </main>
      <ReviewPanels
        {...{ editor, state, project, view, display, prediction, opinions, compared }}
        differing={differences.map((map) => map.size)}
        onCompare={setCompared}
      />
      <PhoneClasses editor={editor} state={state} classes={project.classes} />
      <ReviewBar
        words={describeProgress(
          words,
          cells,
          open,
          differences[compared]?.size ?? 0,
          opinions[compared]?.name,
        )}
        commands={commands}
        context={context}
        busy={busy}
      />
      {conflicts.length > 0 && (
        <ConflictDialog
          conflicts={conflicts}
          cols={chip.cols}
          classes={project.classes}
          onDecide={decide}
        />
      )}
      {surfaces}
      <ReturnDialog
        open={returning}
        to={view.labellings.map(({ person }) => person.name).join(` ${words('and')} `)}
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

/** A verdict is given on a chip that is on screen, once: not while one is sent or the next chip is on its way. */
const COMING: Why = { why: 'chip-coming' };
const NONE: ReadonlyMap<number, number> = new Map();
