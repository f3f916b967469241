'use client';
import type Konva from 'konva';
import { useEffect, useMemo, useRef } from 'react';
import { Image as KonvaImage, Layer, Rect, Shape, Stage } from 'react-konva';
import { cellLooks } from '@/components/editor/cell-look';
import { CellMarks } from '@/components/editor/cell-marks';
import { drawEdge, drawPointer } from '@/components/editor/draw-lattice';
import type { ClassLook } from '@/components/editor/draw-lattice';
import { useParts } from '@/components/editor/use-parts';
import { usePicture } from '@/components/editor/use-picture';
import { usePointer } from '@/components/editor/use-pointer';
import { UNSEEN } from '@/lib/domain/label/cell-code';
import type { EditorStore } from '@/lib/editor/store';

/** A picture of the ground around the chip, placed in the chip's pixels: its corner may be negative. */
export interface Surrounding {
  readonly url: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface LatticeStageProps {
  editor: EditorStore;
  imageUrl: string;
  /** said to people who cannot see the picture */
  label: string;
  /** how each class code looks; keep it stable */
  looks: ReadonlyMap<number, ClassLook>;
  /** cells in which a second opinion differs, with its code (review); keep it stable */
  differences?: ReadonlyMap<number, number>;
  /** ground beyond the chip, shown dimmed, so that a cell at the edge can be judged; later ones lie above */
  surroundings?: readonly Surrounding[];
  /** the picture could not be fetched or decoded */
  onPictureError?: () => void;
  /** whether the keyboard cursor is drawn; phones have none */
  showCursor?: boolean;
}

const NO_DIFFERENCES: ReadonlyMap<number, number> = new Map();
const NO_SURROUNDINGS: readonly Surrounding[] = [];

/**
 * The picture with its lattice: one Konva stage, one shape for all cells, and a light layer for cursor and hover. It draws the
 * editor's state and feeds it the pointer; it holds no rules. Each layer is drawn again only when something on it changed.
 * Fills its parent.
 */
export default function LatticeStage(props: LatticeStageProps) {
  const { editor, looks, differences = NO_DIFFERENCES, showCursor = true } = props;
  const { frame } = useParts(editor, FRAME);
  const box = useRef<HTMLDivElement>(null);
  const handlers = usePointer(editor, box);
  useSizeOf(box, editor);
  return (
    <div
      ref={box}
      className="absolute inset-0 touch-none overflow-hidden select-none"
      role="img"
      aria-label={props.label}
      {...handlers}
    >
      {frame.width > 0 && (
        <Stage width={frame.width} height={frame.height} listening={false}>
          <PictureLayer
            editor={editor}
            imageUrl={props.imageUrl}
            surroundings={props.surroundings ?? NO_SURROUNDINGS}
            onPictureError={props.onPictureError}
          />
          <CellsLayer editor={editor} looks={looks} differences={differences} />
          <PointerLayer editor={editor} showCursor={showCursor} />
        </Stage>
      )}
    </div>
  );
}

const FRAME = ['frame'] as const;
const PICTURE = ['view', 'frame', 'lattice'] as const;

function PictureLayer(props: {
  editor: EditorStore;
  imageUrl: string;
  surroundings: readonly Surrounding[];
  onPictureError: (() => void) | undefined;
}) {
  const { view, frame, lattice } = useParts(props.editor, PICTURE);
  const picture = usePicture(props.imageUrl, props.onPictureError);
  const { editor } = props;
  useEffect(() => {
    if (picture) editor.pictureShown();
  }, [picture, editor]);
  return (
    // zoomed in past twice their size, pixels are shown as they are
    <Layer listening={false} imageSmoothingEnabled={view.scale < 2}>
      {props.surroundings.map((place) => (
        <Ground key={place.url} place={place} view={view} />
      ))}
      <Rect width={frame.width} height={frame.height} fill="#0b0c0e" opacity={0.62} />
      {picture && (
        <KonvaImage
          image={picture}
          x={view.x}
          y={view.y}
          width={lattice.picture.width * view.scale}
          height={lattice.picture.height * view.scale}
        />
      )}
    </Layer>
  );
}

function Ground(props: { place: Surrounding; view: { scale: number; x: number; y: number } }) {
  const { place, view } = props;
  const image = usePicture(place.url);
  if (!image) return null;
  return (
    <KonvaImage
      image={image}
      x={view.x + place.x * view.scale}
      y={view.y + place.y * view.scale}
      width={place.width * view.scale}
      height={place.height * view.scale}
    />
  );
}

const CELLS = [
  ...(['lattice', 'sheet', 'view', 'overlay', 'hidden', 'draft', 'activeCode'] as const),
  ...(['probabilities', 'threshold'] as const),
] as const;

function CellsLayer(props: {
  editor: EditorStore;
  looks: ReadonlyMap<number, ClassLook>;
  differences: ReadonlyMap<number, number>;
}) {
  const { editor, differences, looks: classes } = props;
  const state = useParts(editor, CELLS);
  const { lattice, view, overlay, hidden, sheet, draft, activeCode } = state;
  const marks = useMemo(() => new CellMarks(), []);
  const first = draft[0];
  const takesOff = first !== undefined && sheet.cells[first] === activeCode;
  const looks = cellLooks({
    cells: sheet.cells,
    overlay,
    hidden,
    proposals: editor.shown(),
    draft: { cells: draft, code: takesOff ? UNSEEN : activeCode },
    differences,
  });
  const lines = overlay.lattice && !hidden;
  return (
    <Layer listening={false} opacity={overlay.opacity}>
      <Shape
        listening={false}
        sceneFunc={(context) => {
          marks.draw(native(context), { lattice, view, looks, classes, lines });
          drawEdge(native(context), { lattice, view });
        }}
      />
    </Layer>
  );
}

const POINTER = ['lattice', 'view', 'cursor', 'hover'] as const;

function PointerLayer({ editor, showCursor }: { editor: EditorStore; showCursor: boolean }) {
  const { lattice, view, cursor, hover } = useParts(editor, POINTER);
  return (
    <Layer listening={false}>
      <Shape
        listening={false}
        sceneFunc={(context) => {
          drawPointer(native(context), {
            lattice,
            view,
            cursor: showCursor ? cursor : null,
            hover,
          });
        }}
      />
    </Layer>
  );
}

function native(context: Konva.Context): CanvasRenderingContext2D {
  return context._context;
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
