'use client';
import { useEffect } from 'react';
import type { RefObject } from 'react';
import { glideStep, meaningOf } from '@/lib/editor/seeing/glide';
import type { EditorStore } from '@/lib/editor/store';

/**
 * Wheel and trackpad on the stage: zooming about the pointer, moving sideways. A notch of a wheel glides to its scale, unless
 * the person asked for less motion. React's own handlers are passive: they could not keep the page from scrolling.
 */
export function useWheel(editor: EditorStore, box: RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let glide: { aim: number; at: { x: number; y: number }; last: number } | null = null;
    let frame = 0;
    const step = (now: number): void => {
      if (!glide) return;
      const { aim, at, last } = glide;
      const before = editor.getState().view.scale;
      editor.zoomTo(glideStep(before, aim, Math.max(1, now - last)), at);
      const { scale } = editor.getState().view;
      // arrived, or at the end of what can be zoomed
      const done = scale === before || Math.abs(scale / aim - 1) < 1e-6;
      glide = done ? null : { aim, at, last: now };
      if (!done) frame = requestAnimationFrame(step);
    };
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const meaning = meaningOf({
        dx: event.deltaX,
        dy: event.deltaY,
        lines: event.deltaMode === WheelEvent.DOM_DELTA_LINE,
        ctrl: event.ctrlKey,
        shift: event.shiftKey,
      });
      if (meaning.kind === 'pan') {
        editor.pan(meaning.dx, meaning.dy);
        return;
      }
      const { left, top } = element.getBoundingClientRect();
      const at = { x: event.clientX - left, y: event.clientY - top };
      if (!meaning.smooth || prefersStill()) {
        glide = null;
        editor.zoom(meaning.factor, at);
        return;
      }
      const aim = (glide?.aim ?? editor.getState().view.scale) * meaning.factor;
      if (!glide) frame = requestAnimationFrame(step);
      glide = { aim, at, last: glide?.last ?? performance.now() };
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
