'use client';
import dynamic from 'next/dynamic';
import { useMemo, useState, useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';
import { CellInspector } from '@/components/workbench/cell-inspector';
import { useCommands } from '@/components/commands/use-commands';
import { ClassPanel } from '@/components/workbench/class-panel';
import { CellDescription } from '@/components/workbench/cell-description';
import { classLooks } from '@/components/workbench/class-looks';
import { PhoneClasses } from '@/components/workbench/phone-classes';
import OverlayPanel from '@/components/workbench/overlay-panel';
import { PanelSection } from '@/components/workbench/panel-section';
import { PictureStage } from '@/components/workbench/picture-stage';
import { ToolRail } from '@/components/workbench/tool-rail';
import type { WorkbenchProject } from '@/components/workbench/types';
import { useFoldedSections } from '@/components/workbench/use-folded-sections';
import { useDisplay } from '@/components/workbench/use-display';
import { useThresholdWords } from '@/components/proposal/use-threshold-words';
import { OpinionPanel } from '@/components/review/opinion-panel';
import { differencesFrom, openCells, opinionsOf } from '@/components/review/opinions';
import { describeReason } from '@/components/review/describe-reason';
import { ReturnDialog } from '@/components/review/return-dialog';
import { ReviewBar } from '@/components/review/review-bar';
import { useReviewWorkbench } from '@/components/review/use-review-workbench';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { Outbox } from '@/lib/client/outbox/outbox';
import { UNLABELLED } from '@/lib/domain/label/cell-code';
import type { AcceptRequest, ReviewView } from '@/lib/domain/review/schema';
import type { Why } from '@/lib/editor/commands/why';
import { cellOf } from '@/lib/editor/labelling';
import type { Translator } from '@/lib/i18n/translator';

const ConflictDialog = dynamic(() => import('@/components/workbench/conflict-dialog'), {
  ssr: false,
});

const PicturePanel = dynamic(() => import('@/components/workbench/picture-panel'), { ssr: false });

export type Verdict =
  | { kind: 'accept'; request: () => AcceptRequest }
  | { kind: 'return'; reason: string }
  | { kind: 'reopen' };

/** One chip under review. Mount it anew (`key`) for every view that was fetched. */
export function ReviewWorkbench(props: {
  project: WorkbenchProject;
  view: ReviewView;
  outbox: Outbox;
  busy: boolean;
  onVerdict: (verdict: Verdict) => void;
  onNext: (() => void) | null;
  onPrevious: (() => void) | null;
}) {
  const { project, view, outbox, onVerdict, onNext, onPrevious } = props;
  const { chip } = view;
  const { editor, labelling, conflicts, decide, prediction } = useReviewWorkbench({
    project,
    view,
    outbox,
  });
  const state = useSyncExternalStore(editor.subscribe, editor.getState, editor.getState);
  const display = useDisplay(editor, project.slug, chip);
  const t = useTranslations('display.sections');
  const words = useTranslations('review');
  const tReason = useTranslations('review.reason');
  const { thresholds } = state;
  const thresholdWords = useThresholdWords();
  const opinions = useMemo(
    () => opinionsOf(view, prediction, thresholds),
    [view, prediction, thresholds],
  );
  const [compared, setCompared] = useState(() => firstToCompare(view));
  const folds = useFoldedSections();
  const [returning, setReturning] = useState(false);
  const [broken, setBroken] = useState(false);

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
        canAccept: () => canAccept(view, editor.getState().labelling.cells),
        giveBack: () => {
          setReturning(true);
        },
        canGiveBack: () => canReturn(view),
        nextDifference: (step: 1 | -1) => {
          const now = editor.getState();
          const all = opinions.flatMap((o) => [...differencesFrom(now.labelling.cells, o).keys()]);
          const to = nextCell(all, cellOf(now.labelling, now.cursor), step);
          if (to === null) return;
          const { row, col } = now.cursor;
          editor.moveCursor(Math.floor(to / chip.cols) - row, (to % chip.cols) - col, false);
        },
        compareNext: () => {
          setCompared((index) => (index + 1) % Math.max(1, opinions.length));
        },
      },
    }),
    [labelling, view, onVerdict, onNext, onPrevious, editor, opinions, chip.cols, display.actions],
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
            setBroken(true);
          }}
        />
        <Banner view={view} broken={broken} busy={props.busy} onVerdict={onVerdict} />
        {menu}
        <p aria-live="polite" className="sr-only">
          <CellDescription state={state} classes={project.classes} />
        </p>
      </main>
      <aside
        aria-label={words('panels.all')}
        className="row-span-2 overflow-y-auto border-l border-line bg-bg-1 max-sm:hidden"
      >
        <PanelSection id="why" title={words('panels.why')} folds={folds}>
          <p className="text-text-2">{describeReason(view.reason, tReason)}</p>
        </PanelSection>
        <PanelSection
          id="cell"
          title={words('panels.cell', { row: state.cursor.row + 1, col: state.cursor.col + 1 })}
          folds={folds}
        >
          <CellInspector state={state} imageUrl={display.pictureUrl} classes={project.classes} />
        </PanelSection>
        <PanelSection id="opinions" title={words('panels.opinions')} folds={folds}>
          <OpinionPanel
            state={state}
            opinions={opinions}
            compared={compared}
            differing={differences.map((map) => map.size)}
            classes={project.classes}
            onCompare={setCompared}
          />
          {prediction && (
            <p
              className="mt-2 text-caption leading-5 text-text-3"
              data-threshold-source={thresholds.source}
            >
              {thresholdWords(thresholds, prediction.outputs, view.proposals?.name ?? null)}
            </p>
          )}
        </PanelSection>
        <PanelSection id="confirm" title={words('panels.confirm')} folds={folds}>
          <ClassPanel editor={editor} state={state} classes={project.classes} rule={project.rule} />
        </PanelSection>
        <PanelSection id="picture" title={t('picture')} folds={folds}>
          <PicturePanel editor={editor} chip={chip} display={display} />
        </PanelSection>
        <PanelSection id="overlay" title={t('overlay')} folds={folds}>
          <OverlayPanel editor={editor} overlay={state.overlay} />
        </PanelSection>
      </aside>
      <PhoneClasses editor={editor} state={state} classes={project.classes} />
      <ReviewBar
        words={progressWords(
          words,
          cells,
          open,
          differences[compared]?.size ?? 0,
          opinions[compared]?.name,
        )}
        commands={commands}
        context={context}
        busy={props.busy}
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
        busy={props.busy}
        onClose={() => {
          setReturning(false);
        }}
        onReturn={(reason) => {
          onVerdict({ kind: 'return', reason });
        }}
      />
    </>
  );
}

const NONE: ReadonlyMap<number, number> = new Map();

/** The person who is the odd one out where people differ, else the model, else the only person. */
function firstToCompare(view: ReviewView): number {
  if (view.differs.people.length > 0) return Math.min(1, view.labellings.length - 1);
  return view.proposals ? view.labellings.length : 0;
}

function nextCell(cells: readonly number[], from: number, step: 1 | -1): number | null {
  const sorted = [...new Set(cells)].sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const beyond =
    step === 1 ? sorted.find((cell) => cell > from) : sorted.findLast((cell) => cell < from);
  return beyond ?? (step === 1 ? sorted[0] : sorted.at(-1)) ?? null;
}

function canAccept(view: ReviewView, cells: Uint8Array): true | Why {
  if (view.chip.status === 'CONFIRMED') return { why: 'chip-confirmed' };
  if (view.chip.status !== 'SUBMITTED') return { why: 'not-submitted' };
  const count = openCells(view, cells).length;
  if (count > 0) return { why: 'people-differ', values: { count } };
  return cells.some((code) => code !== UNLABELLED) ? true : { why: 'no-cell-decided' };
}

function canReturn(view: ReviewView): true | Why {
  if (view.chip.status !== 'SUBMITTED') return { why: 'not-submitted' };
  return view.labellings.length > 0 ? true : { why: 'nobody-to-return-to' };
}

function progressWords(
  t: Translator<'review'>,
  cells: Uint8Array,
  open: number,
  differing: number,
  name: string | undefined,
): string {
  const decided = cells.reduce((n, code) => n + (code === UNLABELLED ? 0 : 1), 0);
  return [
    t('decided', { decided, size: cells.length }),
    ...(open > 0 ? [t('left', { count: open })] : []),
    ...(name === undefined ? [] : [t('nameDiffersIn', { name, count: differing })]),
  ].join(', ');
}

function Banner(props: {
  view: ReviewView;
  broken: boolean;
  busy: boolean;
  onVerdict: (verdict: Verdict) => void;
}) {
  const t = useTranslations('review');
  const { view } = props;
  const { status } = view.chip;
  return (
    <div className="absolute inset-x-4 top-4 z-10 mx-auto flex max-w-xl flex-col gap-2">
      {status === 'CONFIRMED' && (
        <Notice
          action={
            <Button
              size="small"
              busy={props.busy}
              onClick={() => {
                props.onVerdict({ kind: 'reopen' });
              }}
            >
              {t('openAgain')}
            </Button>
          }
        >
          {t('confirmedBy', { by: view.confirmedBy ?? 'none' })}
        </Notice>
      )}
      {status !== 'CONFIRMED' && status !== 'SUBMITTED' && (
        <Notice>{t('notWaiting', { why: t(`status.${status}`) })}</Notice>
      )}
      {props.broken && <Notice variant="bad">{t('pictureLost')}</Notice>}
    </div>
  );
}
