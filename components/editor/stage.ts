import { Layer } from 'konva/lib/Layer';
import { Shape } from 'konva/lib/Shape';
import { Stage } from 'konva/lib/Stage';
import { useEffect, useLayoutEffect, useState } from 'react';
import type { RefObject } from 'react';
import type { Frame } from '@/lib/editor/view';

// Konva without react-konva: its reconciler and the shapes that nobody draws are 70 kB of the page's script, for a stage
// that has one shape a layer.

/** A layer of the stage: its one shape, which draws all of it. */
export type Plane = Shape;

const NONE: readonly Plane[] = [];

/** A Konva stage in an element, as large as `frame`, with `count` planes from the bottom to the top; none until it has a size. */
export function useStage(
  element: RefObject<HTMLDivElement | null>,
  frame: Frame,
  count: number,
): readonly Plane[] {
  const [made, setMade] = useState<{ stage: Stage; planes: readonly Plane[] } | null>(null);
  const { width, height } = frame;
  const sized = width > 0 && height > 0;
  useEffect(() => {
    const container = element.current;
    if (!container || !sized) return;
    const stage = new Stage({ container, width: 1, height: 1, listening: false });
    const planes = Array.from({ length: count }, () => {
      const shape = new Shape({ listening: false });
      const layer = new Layer({ listening: false });
      layer.add(shape);
      stage.add(layer);
      return shape;
    });
    setMade({ stage, planes });
    return () => {
      setMade(null);
      stage.destroy();
    };
  }, [element, sized, count]);
  // a canvas that changes its size is empty: its layers are drawn again before the browser paints
  useLayoutEffect(() => {
    made?.stage.size({ width, height });
  }, [made, width, height]);
  return made?.planes ?? NONE;
}

/** Draws a plane anew, in CSS pixels, in the next frame after each render of the caller. */
export function usePlane(
  plane: Plane,
  draw: (context: CanvasRenderingContext2D) => void,
  opacity = 1,
): void {
  useEffect(() => {
    plane.opacity(opacity);
    plane.sceneFunc((context) => {
      draw(context._context);
    });
    plane.getLayer()?.batchDraw();
  });
}
