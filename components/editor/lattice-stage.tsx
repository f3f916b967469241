'use client';
import { memo, useCallback, useEffect, useMemo, useRef } from 'react';
import { Stage } from 'react-konva/lib/ReactKonvaCore';
import { cellStyles } from '@/components/editor/cell-style';
import { CellMarks } from '@/components/editor/cell-marks';
import { drawLines } from '@/components/editor/draw-lattice';
import type { ClassStyle } from '@/components/editor/draw-lattice';
import { SurroundingsLayer, PictureLayer } from '@/components/editor/picture-layers';
import type { OtherPictures, Surrounding } from '@/components/editor/picture-layers';
import { Drawing, Plane } from '@/components/editor/plane';
import { CommentMarks, Cursor, Edge, Outline, Reach } from '@/components/editor/pointer-marks';
import { ToneFilter } from '@/components/editor/tone-filter';
import { useBlink } from '@/components/editor/use-blink';
import { useContrast } from '@/components/editor/use-contrast';
import { useKeyedState } from '@/components/editor/use-keyed';
import { useParts } from '@/components/editor/use-parts';
import { usePointer } from '@/components/editor/use-pointer';
import { useWheel } from '@/components/editor/use-wheel';
import type { EditorStore } from '@/lib/editor/store';

export interface LatticeStageProps {
  editor: EditorStore;
  imageUrl: string;
  /** said to people who cannot see the picture */
  label: string;
  /** how each class code is drawn; keep it stable */
  styles: ReadonlyMap<number, ClassStyle>;
  /** cells in which a second opinion differs, with its code (review); keep it stable */
  differences?: ReadonlyMap<number, number>;
  /** cells of which something is said; keep it stable */
  commented?: ReadonlySet<number>;
  /** ground beyond the chip, shown dimmed, so that a cell at the edge can be judged; later ones lie above. Keep it stable */
  surroundings?: readonly Surrounding[];
  /** other pictures of the same ground */
  others?: OtherPictures;
  /** the picture could not be fetched or decoded */
  onPictureError?: () => void;
  /** whether the keyboard cursor is drawn; phones have none */
  showCursor?: boolean;
}

const NO_DIFFERENCES: ReadonlyMap<number, number> = new Map();
const NO_CELLS: ReadonlySet<number> = new Set();
const NO_SURROUNDINGS: readonly Surrounding[] = [];
const NO_OTHERS: OtherPictures = { bands: null, date: null };

/**
 * The picture with its lattice: one Konva stage, one shape for all cells, and a light layer for cursor and hover. It draws the
 * editor's state and feeds it the pointer; it holds no rules. Each layer is drawn again only when something on it changed.
 * Fills its parent. Another editor may take its place: the canvases stay.
 */
export default function LatticeStage(props: LatticeStageProps) {
  const { editor, styles, differences = NO_DIFFERENCES, showCursor = true } = props;
  const { frame } = useParts(editor, FRAME);
  const box = useRef<HTMLDivElement>(null);
  const handlers = usePointer(editor, box);
  const [pictured, setPictured] = useKeyedState(editor, false);
  const onPicture = useCallback(() => {
    editor.pictureShown();
    setPictured(() => true);
  }, [editor, setPictured]);
  const failed = useLatest(props.onPictureError);
  const shown = useBlink(editor);
  const heavy = useContrast();
  useSizeOf(box, editor);
  useWheel(editor, box);
  return (
    <div
      ref={box}
      className="absolute inset-0 touch-none overflow-hidden bg-[#0b0c0e] select-none"
      role="img"
      aria-label={props.label}
      {...handlers}
    >
      <ToneFilter editor={editor} />
      {frame.width > 0 && frame.height > 0 && (
        <Stage className="pointer-events-none" listening={false} {...frame}>
          <SurroundingsLayer
            editor={editor}
            surroundings={props.surroundings ?? NO_SURROUNDINGS}
            ready={pictured}
          />
          <PictureLayer
            editor={editor}
            imageUrl={props.imageUrl}
            others={props.others ?? NO_OTHERS}
            onPicture={onPicture}
            onPictureError={failed}
          />
          <LinesLayer {...{ editor, shown, heavy }} />
          <CellsLayer {...{ editor, styles, differences, shown, heavy }} />
          <PointerLayer {...{ editor, showCursor }} commented={props.commented ?? NO_CELLS} />
        </Stage>
      )}
    </div>
  );
}

const FRAME = ['frame'] as const;

const LINES = ['lattice', 'view', 'overlay', 'hidden'] as const;

/** The lines between the cells, on a canvas of their own: their strength is theirs alone. */
const LinesLayer = memo(function Lines(props: {
  editor: EditorStore;
  shown: boolean;
  heavy: boolean;
}) {
  const { heavy } = props;
  const { lattice, view, overlay, hidden } = useParts(props.editor, LINES);
  return (
    <Plane opacity={overlay.latticeOpacity} shown={props.shown && overlay.lattice && !hidden}>
      <Drawing
        draw={(pen) => {
          drawLines(pen, { lattice, view, heavy });
        }}
      />
    </Plane>
  );
});

const CELLS = [
  ...(['lattice', 'labelling', 'view', 'overlay', 'hidden', 'draft', 'draftCode'] as const),
  ...(['prediction', 'thresholds'] as const),
] as const;

const CellsLayer = memo(function Cells(props: {
  editor: EditorStore;
  styles: ReadonlyMap<number, ClassStyle>;
  differences: ReadonlyMap<number, number>;
  shown: boolean;
  heavy: boolean;
}) {
  const { editor, differences, styles: classes, heavy } = props;
  const state = useParts(editor, CELLS);
  const { lattice, view, overlay, hidden, labelling, draft, draftCode } = state;
  const marks = useMemo(() => new CellMarks(), []);
  const styles = cellStyles({
    cells: labelling.cells,
    overlay,
    hidden,
    proposals: editor.shown(),
    preview: state.prediction?.preview ?? false,
    draft: { cells: draft, code: draftCode },
    differences,
  });
  return (
    <Plane opacity={overlay.opacity} shown={props.shown}>
      <Drawing
        draw={(pen) => {
          marks.draw(pen, { lattice, view, styles, classes, heavy });
        }}
      />
    </Plane>
  );
});

const POINTER = ['lattice', 'view', 'cursor', 'hover', 'outline', 'tool', 'brushSize'] as const;

const PointerLayer = memo(function Pointer(props: {
  editor: EditorStore;
  showCursor: boolean;
  commented: ReadonlySet<number>;
}) {
  const state = useParts(props.editor, POINTER);
  const { lattice, view, cursor, hover, outline, tool, brushSize } = state;
  const scene = { lattice, view };
  return (
    <Plane>
      <Edge {...scene} />
      {props.commented.size > 0 && <CommentMarks {...scene} cells={props.commented} />}
      <Reach {...scene} {...{ hover, tool, brushSize }} />
      {props.showCursor && <Cursor {...scene} at={cursor} />}
      <Outline {...scene} outline={outline} />
    </Plane>
  );
});

/** A callback that stays the same and calls the latest one: what the page renders anew draws no canvas anew. */
function useLatest(callback: (() => void) | undefined): () => void {
  const latest = useRef(callback);
  useEffect(() => {
    latest.current = callback;
  }, [callback]);
  return useCallback(() => latest.current?.(), []);
}

/** Keeps the editor's frame equal to the element's size. */
function useSizeOf(box: React.RefObject<HTMLDivElement | null>, editor: EditorStore): void {
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = (): void => {
      editor.resize({ width: element.clientWidth, height: element.clientHeight });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [box, editor]);
}
