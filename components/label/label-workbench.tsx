'use client';
import dynamic from 'next/dynamic';
import { memo, useEffect, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useCommands } from '@/components/commands/use-commands';
import { useKeyed, useKeyedState } from '@/components/editor/use-keyed';
import { useParts } from '@/components/editor/use-parts';
import { ActionBar } from '@/components/label/action-bar';
import { CellDescription } from '@/components/workbench/cell-description';
import { classLooks } from '@/components/workbench/class-looks';
import { PhoneClasses } from '@/components/workbench/phone-classes';
import { PictureStage } from '@/components/workbench/picture-stage';
import { SidePanel } from '@/components/label/side-panel';
import { ToolRail } from '@/components/workbench/tool-rail';
import type { WorkbenchProject } from '@/components/workbench/types';
import { useWorkbench } from '@/components/workbench/use-workbench';
import { useModel } from '@/components/label/use-model';
import { useDisplay } from '@/components/workbench/use-display';
import { Notice } from '@/components/ui/notice';
import { afterPaint } from '@/lib/client/after-paint';
import type { HeldChip } from '@/lib/client/session/held-chip';
import type { Outbox } from '@/lib/client/outbox/outbox';
import type { ChipView } from '@/lib/domain/chip/schema';
import type { History } from '@/lib/editor/history';
import type { EditorPrediction } from '@/lib/editor/prediction';
import { ActionCounter } from '@/lib/editor/action-counts';
import type { PredictorState } from '@/lib/ml/predictor';
import { loadPart } from '@/lib/client/load-part';

const ConflictDialog = dynamic(
  () => loadPart(() => import('@/components/workbench/conflict-dialog')),
  {
    ssr: false,
  },
);

export interface Submission {
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
  onModel: (model: PredictorState) => void;
  onSubmit: (submission: Submission) => void;
  /** the cells and what can be undone, after every stroke */
  onWork: (cells: Uint8Array, history: History) => void;
  onNext: (() => void) | null;
  onPrevious: (() => void) | null;
  undoBefore: (() => void) | null;
  onSkip: () => void;
  onQueue: () => void;
  onOffline: () => void;
}) {
  const t = useTranslations('label');
  const { project, held, outbox } = props;
  const { chip, labelling } = held;
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
    labelling: { ...targetOfLabelling(project.slug, chip), ...labelling },
    history: held.undo,
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
  const [broken, setBroken] = useKeyedState(chip.id, false);
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

  const acts = useMemo(
    () => ({
      submit: () => {
        const { labelling: now, prediction: shown, thresholds: held } = editor.getState();
        const proposals = shown?.deployed ?? null;
        onSubmit({ cells: now.cells, openedMs: open.openedMs(), proposals });
        const options = {
          thresholds: held,
          drawn: editor.drawnMarks(),
          actions: counter.of(now.cells),
        };
        afterPaint(() => {
          train(now.cells, options);
        });
      },
      next: onNext,
      previous: onPrevious,
      undoBefore,
      skip: onSkip,
      queue: onQueue,
      offline: onOffline,
      display: display.actions,
    }),
    [
      editor,
      open,
      counter,
      train,
      onSubmit,
      onNext,
      onPrevious,
      undoBefore,
      onSkip,
      onQueue,
      onOffline,
      display.actions,
    ],
  );
  const { commands, context, surfaces, menu } = useCommands({
    ...{ page: 'label', editor, classes: project.classes, acts },
  });

  const looks = useMemo(() => classLooks(project.classes), [project.classes]);
  const shown = editor.shown().length;
  const bar = { commands, context, state, shown, busy: props.busy };
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
          label={t('chipLabel', {
            number: chip.number,
            asset: chip.asset.name,
            rows: chip.rows,
            cols: chip.cols,
          })}
          onPictureError={() => {
            setBroken(() => true);
          }}
        />
        <Banners
          broken={broken}
          trouble={trouble}
          heldBy={held.heldBy}
          elsewhere={props.elsewhere}
          reason={labelling.status === 'RETURNED' ? labelling.returnReason : null}
        />
        {menu}
        <p aria-live="polite" className="sr-only">
          <CellDescription state={state} classes={project.classes} />
        </p>
      </main>
      <SidePanel
        editor={editor}
        state={state}
        project={project}
        chip={chip}
        display={display}
        model={model}
        thresholds={thresholds}
      />
      <PhoneClasses editor={editor} state={state} classes={project.classes} />
      <ActionBar {...bar} />
      {conflicts.length > 0 && (
        <ConflictDialog
          conflicts={conflicts}
          cols={chip.cols}
          classes={project.classes}
          onDecide={decide}
        />
      )}
      {surfaces}
    </>
  );
});

function Banners(props: {
  broken: boolean;
  /** why the model could not look at this chip */
  trouble: string | null;
  heldBy: string | null;
  elsewhere: boolean;
  reason: string | null;
}) {
  const t = useTranslations('session');
  const words = useTranslations('label');
  const live = useTranslations('live');
  return (
    <div className="absolute inset-x-4 top-4 z-10 mx-auto flex max-w-xl flex-col gap-2">
      {props.reason !== null && (
        <Notice>
          {words.rich('returnedBy', {
            reason: props.reason,
            part: (chunks) => <span className="font-medium text-text-1">{chunks}</span>,
          })}
        </Notice>
      )}
      {props.elsewhere && <Notice>{t('elsewhere')}</Notice>}
      {props.heldBy !== null && <Notice>{words('heldBy', { name: props.heldBy })}</Notice>}
      {props.trouble !== null && !props.broken && (
        <Notice>{live('trouble', { why: props.trouble })}</Notice>
      )}
      {props.broken && <Notice variant="bad">{words('pictureLost')}</Notice>}
    </div>
  );
}

/** The outbox's name of a person's own labelling of a chip, and where its strokes go. */
export function targetOfLabelling(slug: string, chip: ChipView): { key: string; path: string } {
  return {
    key: `${slug}/${chip.id}`,
    path: `/projects/${slug}/chips/${chip.id}/labelling/changes`,
  };
}
