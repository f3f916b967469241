'use client';
import type Konva from 'konva';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { Image as KonvaImage, Layer, Shape, Stage } from 'react-konva';
import { drawLattice, drawPointer } from '@/components/editor/draw-lattice';
import type { ClassLook } from '@/components/editor/draw-lattice';
import { usePointer } from '@/components/editor/use-pointer';
import { UNSEEN } from '@/lib/domain/label/cell-code';
import type { EditorState, EditorStore } from '@/lib/editor/store';

export interface LatticeStageProps {
  editor: EditorStore;
  imageUrl: string;
  /** said to people who cannot see the picture */
  label: string;
  /** how each class code looks */
  looks: ReadonlyMap<number, ClassLook>;
  /** cells in which a second opinion differs, with its code (review) */
  differences?: ReadonlyMap<number, number>;
  /** the picture could not be fetched or decoded; keep it stable */
  onPictureError?: () => void;
  /** whether the keyboard cursor is drawn; phones have none */
  showCursor?: boolean;
}

const NO_DIFFERENCES: ReadonlyMap<number, number> = new Map();

/**
 * The picture with its lattice: one Konva stage, one shape for all cells, and a light layer for cursor and hover. It draws the
 * editor's state and feeds it the pointer; it holds no rules. Fills its parent.
 */
export default function LatticeStage(props: LatticeStageProps) {
  const { editor, looks, differences = NO_DIFFERENCES, showCursor = true } = props;
  const state = useSyncExternalStore(editor.subscribe, editor.getState, editor.getState);
  const box = useRef<HTMLDivElement>(null);
  const picture = usePicture(props.imageUrl, props.onPictureError);
  const handlers = usePointer(editor, box);
  useSizeOf(box, editor);
  const { view, frame, lattice } = state;
  const smooth = view.scale < 2;
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
          <Layer listening={false} imageSmoothingEnabled={smooth}>
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
          <Layer listening={false}>
            <Shape
              listening={false}
              sceneFunc={(context) => {
                if (state.hidden) return;
                drawLattice(native(context), sceneOf(state, editor, looks, differences));
              }}
            />
          </Layer>
          <Layer listening={false}>
            <Shape
              listening={false}
              sceneFunc={(context) => {
                drawPointer(native(context), {
                  lattice,
                  view,
                  cursor: showCursor ? state.cursor : null,
                  hover: state.hover,
                });
              }}
            />
          </Layer>
        </Stage>
      )}
    </div>
  );
}

function native(context: Konva.Context): CanvasRenderingContext2D {
  return context._context;
}

function sceneOf(
  state: EditorState,
  editor: EditorStore,
  ...[looks, differences]: [ReadonlyMap<number, ClassLook>, ReadonlyMap<number, number>]
) {
  const first = state.draft[0];
  const takesOff = first !== undefined && state.sheet.cells[first] === state.activeCode;
  return {
    lattice: state.lattice,
    cells: state.sheet.cells,
    view: state.view,
    overlay: state.overlay,
    looks,
    differences,
    proposals: editor.shown(),
    draft: { cells: state.draft, code: takesOff ? UNSEEN : state.activeCode },
  };
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

/** The decoded picture, or null while it is on its way. */
function usePicture(url: string, onError: (() => void) | undefined): HTMLImageElement | null {
  const [loaded, setLoaded] = useState<{ url: string; image: HTMLImageElement } | null>(null);
  useEffect(() => {
    let wanted = true;
    const image = new Image();
    image.src = url;
    image.decode().then(
      () => {
        if (wanted) setLoaded({ url, image });
      },
      () => {
        if (wanted) onError?.();
      },
    );
    return () => {
      wanted = false;
    };
  }, [url, onError]);
  return loaded?.url === url ? loaded.image : null;
}
