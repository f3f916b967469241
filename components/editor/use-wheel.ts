'use client';
import { useEffect } from 'react';
import type { RefObject } from 'react';
import { smoothZoomStep, actionOf } from '@/lib/editor/display/smooth-zoom';
import type { EditorStore } from '@/lib/editor/store';

/**
 * Wheel and trackpad on the stage: zooming about the pointer, moving sideways. A notch of a wheel zooms smoothly to its scale, unless
 * the person asked for less motion. React's own handlers are passive: they could not keep the page from scrolling.
 */
export function useWheel(editor: EditorStore, box: RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let zooming: { aim: number; at: { x: number; y: number }; last: number } | null = null;
    let frame = 0;
    const step = (now: number): void => {
      if (!zooming) return;
      const { aim, at, last } = zooming;
      const before = editor.getState().view.scale;
      editor.zoomTo(smoothZoomStep(before, aim, Math.max(1, now - last)), at);
      const { scale } = editor.getState().view;
      // arrived, or at the end of what can be zoomed
      const done = scale === before || Math.abs(scale / aim - 1) < 1e-6;
      zooming = done ? null : { aim, at, last: now };
      if (!done) frame = requestAnimationFrame(step);
    };
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const action = actionOf({
        dx: event.deltaX,
        dy: event.deltaY,
        lines: event.deltaMode === WheelEvent.DOM_DELTA_LINE,
        ctrl: event.ctrlKey,
        shift: event.shiftKey,
      });
      if (action.kind === 'pan') {
        editor.pan(action.dx, action.dy);
        return;
      }
      const { left, top } = element.getBoundingClientRect();
      const at = { x: event.clientX - left, y: event.clientY - top };
      if (!action.smooth || prefersStill()) {
        zooming = null;
        editor.zoom(action.factor, at);
        return;
      }
      const aim = (zooming?.aim ?? editor.getState().view.scale) * action.factor;
      if (!zooming) frame = requestAnimationFrame(step);
      zooming = { aim, at, last: zooming?.last ?? performance.now() };
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener('wheel', onWheel);
    };
  }, [editor, box]);
}

/** Whether the person asked for less motion. */
export function prefersStill(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
