'use client';
import { useMemo, useRef } from 'react';
import type { PointerEvent as ReactPointerEvent, RefObject } from 'react';
import type { Place } from '@/lib/editor/labelling';
import type { EditorStore } from '@/lib/editor/store';
import type { Point, Tool } from '@/lib/editor/tools/tool';
import { placeAt } from '@/lib/editor/view';

/** A finger or pen that stays this long where it is asks for the cell's menu. */
const LONG_PRESS_MS = 550;
/** A press that moves less than this, in pixels, is no drag. */
const STILL_PX = 6;

interface Spot {
  pixel: Point;
  at: Point;
  place: Place | null;
}

/**
 * Mouse, pen and touch on the stage: the left button, the pen or one finger use the tool (Alt: a rectangle), right or middle
 * drags the picture, two fingers move and zoom it. The right button without a drag, or a long press, opens the menu of the cell.
 */
export function usePointer(editor: EditorStore, box: RefObject<HTMLDivElement | null>) {
  // read and written by event handlers only
  const touches = useRef(new Map<number, Point>());
  const press = useRef<Press | null>(null);

  return useMemo(() => {
    const { tools } = editor;
    const locate = (event: ReactPointerEvent): Spot => {
      const { left = 0, top = 0 } = box.current?.getBoundingClientRect() ?? {};
      const pixel = { x: event.clientX - left, y: event.clientY - top };
      const { lattice, view } = editor.getState();
      const side = lattice.cellPx * view.scale;
      const at = { x: (pixel.x - view.x) / side, y: (pixel.y - view.y) / side };
      return { pixel, at, place: placeAt(lattice, view, pixel) };
    };
    const openMenu = ({ place, pixel }: Spot): void => {
      if (place) tools.openMenu({ place, pixel });
    };
    const forget = (): void => {
      clearTimeout(press.current?.timer);
      press.current = null;
    };
    return {
      onPointerDown: (event: ReactPointerEvent<HTMLDivElement>) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        const spot = locate(event);
        forget();
        if (event.pointerType === 'touch') {
          touches.current.set(event.pointerId, spot.pixel);
          // a second finger means pan and zoom, whatever the first had begun
          if (touches.current.size > 1) {
            tools.handle({ kind: 'interrupt' });
            return;
          }
        }
        press.current = beginPress(event, spot, () => {
          forget();
          openMenu(spot);
        });
        if (spot.place && event.button === 0) editor.set({ cursor: spot.place });
        tools.handle({ kind: 'down', tool: toolOf(event, editor), by: 'hand', ...spot });
      },
      onPointerMove: (event: ReactPointerEvent<HTMLDivElement>) => {
        const spot = locate(event);
        if (event.pointerType === 'touch' && touches.current.size > 1) {
          pinch(editor, touches.current, event.pointerId, spot.pixel);
          return;
        }
        if (press.current && distance(press.current.from, spot.pixel) > STILL_PX) forget();
        tools.handle({ kind: 'move', ...spot });
      },
      onPointerUp: (event: ReactPointerEvent<HTMLDivElement>) => {
        const many = touches.current.size > 1;
        touches.current.delete(event.pointerId);
        tools.handle({ kind: many ? 'interrupt' : 'up' });
        if (press.current?.button === 2) openMenu(locate(event));
        forget();
      },
      onPointerCancel: (event: ReactPointerEvent<HTMLDivElement>) => {
        touches.current.delete(event.pointerId);
        forget();
        tools.handle({ kind: 'interrupt' });
      },
      onPointerLeave: () => {
        editor.set({ hover: null });
      },
      onDoubleClick: () => {
        if (tools.isDrafting()) tools.handle({ kind: 'finish' });
      },
      onContextMenu: (event: { preventDefault: () => void }) => {
        event.preventDefault();
      },
    };
  }, [editor, box]);
}

/** A press that has not moved yet. */
interface Press {
  from: Point;
  button: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

function beginPress(event: ReactPointerEvent, spot: Spot, onLong: () => void): Press {
  const timer = event.pointerType === 'mouse' ? undefined : setTimeout(onLong, LONG_PRESS_MS);
  return { from: spot.pixel, button: event.button, timer };
}

function toolOf(event: ReactPointerEvent, editor: EditorStore): Tool {
  const { tool } = editor.getState();
  if (event.button !== 0) return 'pan';
  return event.altKey && tool !== 'pan' ? 'rectangle' : tool;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** Moves and scales the picture with two fingers: what was under each stays under each. */
function pinch(editor: EditorStore, touches: Map<number, Point>, id: number, to: Point): void {
  const from = touches.get(id);
  const other = [...touches].find(([key]) => key !== id)?.[1];
  if (!from || !other) return;
  touches.set(id, to);
  editor.pan((to.x - from.x) / 2, (to.y - from.y) / 2);
  const middle = { x: (to.x + other.x) / 2, y: (to.y + other.y) / 2 };
  const before = distance(from, other);
  if (before > 0) editor.zoom(distance(to, other) / before, middle);
}
