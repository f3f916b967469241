'use client';
import { ArrowLeft } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useEffect, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { isTyping } from '@/components/commands/is-typing';
import { PagePalette } from '@/components/commands/page-palette';
import { useParts } from '@/components/editor/use-parts';
import { StepDetail } from '@/components/history/step-detail';
import { StepList } from '@/components/history/step-list';
import { stepPrediction } from '@/components/history/step-prediction';
import { useHistory } from '@/components/history/use-history';
import { useStepWords } from '@/components/history/use-step-words';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { classStyles } from '@/components/workbench/class-styles';
import type { WorkbenchPerson, WorkbenchProject } from '@/components/workbench/types';
import { WorkbenchScreen } from '@/components/workbench/workbench-screen';
import { loadPart } from '@/lib/client/load-part';
import type { ChipView } from '@/lib/domain/chip/schema';
import type { ClassView } from '@/lib/domain/class/schema';
import { replay } from '@/lib/domain/history/replay';
import { UNLABELLED } from '@/lib/domain/label/cell-code';
import { personalThreshold } from '@/lib/domain/proposal/thresholds';
import { cellOf } from '@/lib/editor/labelling';
import { EditorStore } from '@/lib/editor/store';

const LatticeStage = dynamic(() => loadPart(() => import('@/components/editor/lattice-stage')), {
  ssr: false,
  loading: () => <Skeleton className="absolute inset-8" />,
});

const NONE: ReadonlyMap<number, number> = new Map();
const CURSOR = ['cursor', 'labelling'] as const;

/** The history of a chip's labels, step by step: who did what and when, the labels then, and the proposals that were drawn. */
export function HistoryScreen(props: {
  person: WorkbenchPerson;
  project: WorkbenchProject;
  /** archived ones too: they were given once */
  classes: readonly ClassView[];
  chip: ChipView;
}) {
  const { person, project, classes, chip } = props;
  const t = useTranslations('history');
  const words = useStepWords();
  const { steps, loading, error, more } = useHistory(project.slug, chip.number);
  // null: the last one
  const [chosen, setChosen] = useState<number | null>(null);
  const [before, setBefore] = useState(false);
  const [editor] = useState(() => openEditor(chip));
  const place = chosen === null ? steps.length - 1 : Math.min(chosen, steps.length - 1);
  const step = steps[place];
  const size = chip.rows * chip.cols;
  const state = useMemo(() => replay(steps, place, size), [steps, place, size]);
  useEffect(() => {
    editor.adopt(before ? state.before : state.after);
    editor.set({ prediction: before && step ? stepPrediction(step, size) : null });
  }, [editor, state, before, step, size]);
  const go = (to: number): void => {
    setChosen(Math.max(0, Math.min(steps.length - 1, to)));
  };
  useSteps({
    editor,
    onGo: (by) => {
      go(by === 'first' ? 0 : by === 'last' ? steps.length - 1 : place + by);
    },
    onBefore: () => {
      setBefore((now) => !now);
    },
  });
  const { cursor, labelling } = useParts(editor, CURSOR);
  const styles = useMemo(() => classStyles(classes), [classes]);
  const label = t('title', { number: chip.number });
  return (
    <WorkbenchScreen
      person={person}
      project={project}
      folds={false}
      middle={<h1 className="min-w-0 truncate text-body font-medium">{label}</h1>}
      right={null}
    >
      <div className="row-span-2 flex flex-col items-center border-r border-line bg-bg-1 py-2 max-sm:hidden">
        <Button asChild variant="ghost" size="icon">
          <Link
            href={`/p/${project.slug}/label/${String(chip.number)}`}
            aria-label={t('toChip', { number: chip.number })}
          >
            <ArrowLeft aria-hidden />
          </Link>
        </Button>
      </div>
      <main id="content" tabIndex={-1} className="relative min-h-0 min-w-0 overflow-hidden bg-bg-0">
        <LatticeStage
          editor={editor}
          imageUrl={chip.imageUrl}
          label={label}
          styles={styles}
          differences={before ? NONE : state.changed}
        />
        {!loading && !error && steps.length === 0 && (
          <div className="absolute inset-0 bg-bg-0/90">
            <EmptyState
              title={t('none')}
              action={
                <Button asChild variant="primary">
                  <Link href={`/p/${project.slug}/label/${String(chip.number)}`}>
                    {t('toChip', { number: chip.number })}
                  </Link>
                </Button>
              }
            >
              {t('noneYet')}
            </EmptyState>
          </div>
        )}
      </main>
      <aside
        aria-label={t('steps')}
        className="row-span-2 flex min-h-0 flex-col border-l border-line bg-bg-1 max-sm:row-span-1 max-sm:max-h-[38dvh] max-sm:border-t max-sm:border-l-0"
      >
        {error && <Notice variant="bad">{error.message}</Notice>}
        {loading && <Skeleton className="m-4 h-64" />}
        <StepList {...{ steps, place, words, more }} onGo={go} />
        {step && <StepDetail {...{ step, cursor, classes }} cell={cellOf(labelling, cursor)} />}
      </aside>
      <footer className="flex h-13 items-center gap-2 border-t border-line bg-bg-1 px-3 max-sm:h-auto max-sm:flex-wrap max-sm:py-2">
        <p aria-live="polite" className="min-w-0 flex-1 truncate max-sm:basis-full">
          {step && t('stepOf', { place: place + 1, count: steps.length, words: words(step) })}
        </p>
        <Button
          keys="B"
          aria-pressed={before}
          disabled={!step}
          onClick={() => {
            setBefore(!before);
          }}
        >
          {t('before')}
        </Button>
        <Button
          keys="←"
          disabled={place <= 0}
          onClick={() => {
            go(place - 1);
          }}
        >
          {t('back')}
        </Button>
        <Button
          keys="→"
          variant="primary"
          disabled={place >= steps.length - 1}
          onClick={() => {
            go(place + 1);
          }}
        >
          {t('on')}
        </Button>
      </footer>
      <PagePalette isOwner={person.isOwner} project={project} />
    </WorkbenchScreen>
  );
}

/** An editor to look with: nothing is drawn over but what a step says. */
function openEditor({ rows, cols, cellPx, width, height }: ChipView): EditorStore {
  return new EditorStore({
    lattice: { rows, cols, cellPx, picture: { width, height } },
    cells: new Uint8Array(rows * cols),
    activeCode: UNLABELLED,
    // a drawn proposal is drawn, whatever the threshold was
    thresholds: personalThreshold(0.01),
    overlay: {
      ...{ labels: true, lattice: true, proposals: true, absent: true },
      ...{ opacity: 1, latticeOpacity: 1, by: 'class' },
    },
    readOnly: true,
    onEdits: () => undefined,
  });
}

const STEPS: Readonly<Record<string, number | 'first' | 'last'>> = {
  ...{ ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: 'first', End: 'last' },
};
const MOVES: Readonly<Record<string, readonly [rows: number, cols: number]>> = {
  ...{ ArrowLeft: [0, -1], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowDown: [1, 0] },
};

/** Arrows go from step to step, with Shift from cell to cell; B shows what was before. */
function useSteps(props: {
  editor: EditorStore;
  onGo: (by: number | 'first' | 'last') => void;
  onBefore: () => void;
}): void {
  const { editor, onGo, onBefore } = props;
  useEffect(() => {
    const onDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || isTyping(event.target)) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const [by, move] = [STEPS[event.key], MOVES[event.key]];
      if (event.shiftKey && move) editor.moveCursor(...move, false);
      else if (event.key.toLowerCase() === 'b' && !event.repeat) onBefore();
      else if (by !== undefined) onGo(by);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onDown);
    return () => {
      window.removeEventListener('keydown', onDown);
    };
  }, [editor, onGo, onBefore]);
}
