import type { Layer as LayerNode } from 'konva/lib/Layer';
import { useLayoutEffect, useRef } from 'react';
import type { ReactNode } from 'react';
// the entry without shapes: what is drawn with is imported where it is drawn
import { Layer, Shape } from 'react-konva/lib/ReactKonvaCore';
import type { Pen } from '@/components/editor/stroke';
import { TONE_FILTER } from '@/components/editor/tone-filter';

/**
 * A canvas of the stage, and how it is put on screen. What can be said here costs no drawing: a slider of opacity, tones or
 * blinking leaves all canvases as they are. A canvas is drawn anew, in the next frame, when a node on it changed.
 */
export function Plane(props: {
  opacity?: number;
  toned?: boolean;
  shown?: boolean;
  children: ReactNode;
}) {
  const { opacity = 1, toned = false, shown = true } = props;
  const layer = useRef<LayerNode>(null);
  useLayoutEffect(() => {
    const canvas = layer.current?.getNativeCanvasElement();
    if (!canvas) return;
    canvas.style.opacity = String(opacity);
    canvas.style.filter = toned ? `url(#${TONE_FILTER})` : '';
    canvas.style.visibility = shown ? '' : 'hidden';
  }, [opacity, toned, shown]);
  return (
    <Layer ref={layer} listening={false}>
      {props.children}
    </Layer>
  );
}

/** One shape that draws all of its plane, in CSS pixels: anew after each render of the caller. */
export function Drawing({ draw }: { draw: (pen: Pen) => void }) {
  return (
    <Shape
      listening={false}
      sceneFunc={(context) => {
        draw(context._context);
      }}
    />
  );
}
