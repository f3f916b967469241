'use client';
import { useEffect, useMemo, useRef } from 'react';
import type { PointerEvent as ReactPointerEvent, RefObject } from 'react';
import type { EditorStore } from '@/lib/editor/store';
import { IDLE, stepPointer } from '@/lib/editor/tools/pointer';
import type { PointerInput, PointerState } from '@/lib/editor/tools/pointer';
import { placeAt } from '@/lib/editor/view';

interface Point {
  x: number;
  y: number;
}

/**
 * Mouse, pen and touch on the stage: left paints (or frames with Alt or the rectangle tool), right or middle drags the picture,
 * one finger paints, two fingers pan and zoom, the wheel zooms about the pointer.
 */
export function usePointer(editor: EditorStore, box: RefObject<HTMLDivElement | null>) {
  useWheel(editor, box);
  // read and written by event handlers only
  const pointer = useRef<PointerState>(IDLE);
  const touches = useRef(new Map<number, Point>());

  return useMemo(() => {
    const step = (input: PointerInput): void => {
      const { state, effect } = stepPointer(pointer.current, input, editor.getState().sheet);
      pointer.current = state;
      if (effect.kind === 'hover') editor.set({ hover: effect.place });
      else if (effect.kind === 'draft') editor.set({ draft: effect.cells });
      else if (effect.kind === 'pan') editor.pan(effect.dx, effect.dy);
      else if (effect.kind === 'stroke') {
        editor.set({ draft: [] });
        editor.stroke(effect.cells);
      }
    };
    const locate = (
      event: ReactPointerEvent,
    ): { point: Point; place: ReturnType<typeof placeAt> } => {
      const { left = 0, top = 0 } = box.current?.getBoundingClientRect() ?? {};
      const point = { x: event.clientX - left, y: event.clientY - top };
      const { lattice, view } = editor.getState();
      return { point, place: placeAt(lattice, view, point) };
    };
    return {
      onPointerDown: (event: ReactPointerEvent<HTMLDivElement>) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        const at = locate(event);
        if (event.pointerType === 'touch') {
          touches.current.set(event.pointerId, at.point);
          // a second finger means pan and zoom, whatever the first had begun
          if (touches.current.size > 1) {
            step({ kind: 'cancel' });
            return;
          }
        }
        if (at.place && event.button === 0) editor.set({ cursor: at.place });
        step({ kind: 'down', gesture: gestureOf(event, editor), ...at });
      },
      onPointerMove: (event: ReactPointerEvent<HTMLDivElement>) => {
        const at = locate(event);
        if (event.pointerType === 'touch' && touches.current.size > 1) {
          pinch(editor, touches.current, event.pointerId, at.point);
          return;
        }
        step({ kind: 'move', ...at });
      },
      onPointerUp: (event: ReactPointerEvent<HTMLDivElement>) => {
        const many = touches.current.size > 1;
        touches.current.delete(event.pointerId);
        step(many ? { kind: 'cancel' } : { kind: 'up' });
      },
      onPointerCancel: (event: ReactPointerEvent<HTMLDivElement>) => {
        touches.current.delete(event.pointerId);
        step({ kind: 'cancel' });
      },
      onPointerLeave: () => {
        editor.set({ hover: null });
      },
      onContextMenu: (event: { preventDefault: () => void }) => {
        event.preventDefault();
      },
    };
  }, [editor, box]);
}

function gestureOf(event: ReactPointerEvent, editor: EditorStore): 'paint' | 'rectangle' | 'pan' {
  const { tool } = editor.getState();
  if (event.button !== 0 || tool === 'pan') return 'pan';
  return event.altKey || tool === 'rectangle' ? 'rectangle' : 'paint';
}

/** Moves and scales the picture with two fingers: what was under each stays under each. */
function pinch(editor: EditorStore, touches: Map<number, Point>, id: number, to: Point): void {
  const from = touches.get(id);
  const other = [...touches].find(([key]) => key !== id)?.[1];
  if (!from || !other) return;
  touches.set(id, to);
  const span = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
  editor.pan((to.x - from.x) / 2, (to.y - from.y) / 2);
  const middle = { x: (to.x + other.x) / 2, y: (to.y + other.y) / 2 };
  const before = span(from, other);
  if (before > 0) editor.zoom(span(to, other) / before, middle);
}

/** React's wheel handlers are passive: they could not keep the page from scrolling. */
function useWheel(editor: EditorStore, box: RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const factor = Math.exp((-event.deltaY * lines) / 400);
      editor.zoom(factor, { x: event.clientX - left, y: event.clientY - top });
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element.removeEventListener('wheel', onWheel);
    };
  }, [editor, box]);
}
