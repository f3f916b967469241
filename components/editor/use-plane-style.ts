import { useLayoutEffect } from 'react';
import type { Plane } from '@/components/editor/stage';

/** Name of the filter that changes the picture's tones (tone-filter.tsx). */
export const TONE_FILTER = 'picture-tones';

/**
 * How a plane's canvas is put on screen. What can be said here costs no drawing: a slider of opacity, tones or blinking leaves
 * all canvases as they are.
 */
export function usePlaneStyle(
  plane: Plane,
  style: { opacity?: number; toned?: boolean; shown?: boolean },
): void {
  const { opacity = 1, toned = false, shown = true } = style;
  useLayoutEffect(() => {
    const canvas = plane.getLayer()?.getNativeCanvasElement();
    if (!canvas) return;
    canvas.style.opacity = String(opacity);
    canvas.style.filter = toned ? `url(#${TONE_FILTER})` : '';
    canvas.style.visibility = shown ? '' : 'hidden';
  }, [plane, opacity, toned, shown]);
}
