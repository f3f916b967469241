'use client';
import dynamic from 'next/dynamic';
import { useEffect, useMemo, useState } from 'react';
import { useCommands } from '@/components/commands/use-commands';
import type { ClassLook } from '@/components/editor/draw-lattice';
import type { Surrounding } from '@/components/editor/picture-layers';
import { useParts } from '@/components/editor/use-parts';
import { ActionBar, PhoneSheet, cellWords } from '@/components/label/action-bar';
import { ConflictDialog } from '@/components/label/conflict-dialog';
import { Minimap, ScaleBar } from '@/components/label/map-marks';
import { SidePanel } from '@/components/label/side-panel';
import { ToolRail } from '@/components/label/tool-rail';
import type { LabelProject } from '@/components/label/types';
import { useBench } from '@/components/label/use-bench';
import { useModel } from '@/components/label/use-model';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import type { Outbox } from '@/lib/client/outbox/outbox';
import type { ChipView } from '@/lib/domain/chip/schema';
import { codeOfClass } from '@/lib/domain/label/cell-code';
import type { CellChange, SheetView } from '@/lib/domain/label/schema';
import { shownIn } from '@/lib/editor/proposals';
import type { Probabilities } from '@/lib/editor/proposals';
import type { Edit, Means } from '@/lib/editor/sheet';
import type { EditorState } from '@/lib/editor/store';
import type { PredictorState } from '@/lib/ml/predictor';

const LatticeStage = dynamic(() => import('@/components/editor/lattice-stage'), {
  ssr: false,
  loading: () => <Skeleton className="absolute inset-8" />,
});

export interface Submission {
  revision: () => number;
  openedMs: number;
  proposals: Probabilities | null;
}

// all but what follows the pointer: the panels stay as they are while it moves
const SHOWN_HERE = [
  ...([
    'lattice',
    'sheet',
    'history',
    'cursor',
    'activeCode',
    'tool',
    'brushSize',
    'readOnly',
  ] as const),
  ...(['probabilities', 'threshold', 'overlay', 'hidden', 'view', 'seen'] as const),
] as const;

/** One chip on the bench. Mount it anew (`key`) for every chip. */
export function Workbench(props: {
  project: LabelProject;
  chip: ChipView;
  sheet: SheetView;
  outbox: Outbox;
  busy: boolean;
  heldBy: string | null;
  onModel: (model: PredictorState) => void;
  onSubmit: (submission: Submission) => void;
  onNext: (() => void) | null;
  onPrevious: (() => void) | null;
}) {
  const { project, chip, outbox } = props;
  const {
    editor,
    sheet: bench,
    conflicts,
    decide,
  } = useBench({
    ...{ project, chip, outbox, toChanges },
    sheet: { ...placeOfSheet(project.slug, chip), ...props.sheet },
  });
  const state = useParts(editor, SHOWN_HERE);
  const { model, probabilities } = useModel(project.slug, chip);
  const [broken, setBroken] = useState(false);
  const { onModel, onSubmit, onNext, onPrevious } = props;

  useEffect(() => {
    onModel(model);
  }, [model, onModel]);
  useEffect(() => {
    if (probabilities) editor.set({ probabilities });
  }, [editor, probabilities]);

  const acts = useMemo(
    () => ({
      submit: () => {
        void outbox.flush().then(() => {
          const proposals = editor.getState().probabilities;
          onSubmit({ revision: () => bench.revision, openedMs: bench.openedMs(), proposals });
        });
      },
      next: onNext,
      previous: onPrevious,
    }),
    [editor, outbox, bench, onSubmit, onNext, onPrevious],
  );
  const { commands, context, surfaces, menu } = useCommands({
    ...{ page: 'label', editor, classes: project.classes, acts },
  });

  const looks = useMemo(() => looksOf(project), [project]);
  const surroundings = useMemo(() => groundAround(chip), [chip]);
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
      <main className="relative min-h-0 min-w-0 overflow-hidden bg-bg-0">
        <LatticeStage
          editor={editor}
          imageUrl={chip.imageUrl}
          looks={looks}
          surroundings={surroundings}
          label={`Chip ${String(chip.number)} of ${chip.asset.name}, ${String(chip.rows)} by ${String(chip.cols)} cells`}
          onPictureError={() => {
            setBroken(true);
          }}
        />
        <div className="pointer-events-none absolute bottom-4 left-4 flex flex-col items-start gap-2">
          <Minimap chip={chip} />
          <ScaleBar chip={chip} scale={state.view.scale} />
        </div>
        <Banners
          broken={broken}
          heldBy={props.heldBy}
          reason={props.sheet.status === 'RETURNED' ? props.sheet.returnReason : null}
        />
        {menu}
        <p aria-live="polite" className="sr-only">
          {cellWords(state, project.classes)}
        </p>
      </main>
      <SidePanel
        editor={editor}
        state={state}
        project={project}
        imageUrl={chip.imageUrl}
        model={model}
      />
      <PhoneSheet {...bar} classes={project.classes} />
      <ActionBar {...bar} />
      <ConflictDialog
        conflicts={conflicts}
        cols={chip.cols}
        classes={project.classes}
        onDecide={decide}
      />
      {surfaces}
    </>
  );
}

function Banners(props: { broken: boolean; heldBy: string | null; reason: string | null }) {
  return (
    <div className="absolute inset-x-4 top-4 z-10 mx-auto flex max-w-xl flex-col gap-2">
      {props.reason !== null && (
        <Notice>
          <span className="font-medium text-text-1">Returned by a reviewer:</span> {props.reason}
        </Notice>
      )}
      {props.heldBy !== null && (
        <Notice>
          {props.heldBy} is labelling this chip now. Both your labels are kept; a reviewer sees
          both.
        </Notice>
      )}
      {props.broken && (
        <Notice look="bad">
          The picture of this chip could not be loaded. Your labels are safe; reload the page to try
          again.
        </Notice>
      )}
    </div>
  );
}

function looksOf(project: LabelProject): ReadonlyMap<number, ClassLook> {
  return new Map(
    project.classes.map((entry, place) => [
      codeOfClass(entry.index),
      { colour: entry.colour, tab: place < 9 ? String(place + 1) : '', pattern: place },
    ]),
  );
}

/** The picture that the chip was cut from, as coarse as its preview is: enough to judge what a cell at the edge belongs to. */
function groundAround({ asset, x, y }: ChipView): readonly Surrounding[] {
  if (asset.previewUrl === null) return [];
  const { width, height } = asset;
  return [{ url: asset.previewUrl, x: -x, y: -y, width, height }];
}

/** The outbox's name of a person's own sheet of a chip, and where its strokes go. */
export function placeOfSheet(slug: string, chip: ChipView): { key: string; path: string } {
  return {
    key: `${slug}/${chip.id}`,
    path: `/projects/${slug}/chips/${chip.id}/labelling/changes`,
  };
}

/** Edits as the server keeps them, each with the proposal that stood in the cell. */
function toChanges(edits: readonly Edit[], means: Means, state: EditorState): CellChange[] {
  const { probabilities, overlay, hidden } = state;
  const when = overlay.proposals && !hidden ? 'before' : 'hidden';
  return edits.map((edit) => ({
    ...edit,
    means,
    shown: shownIn(probabilities, edit.cell, when),
  }));
}
