'use client';
import type { KeyboardEvent, PointerEvent } from 'react';
import { useTranslations } from 'use-intl';
import { useParts } from '@/components/editor/use-parts';
import type { EditorStore } from '@/lib/editor/store';

const SWIPE = ['compare', 'swipe'] as const;
const STEP = 0.02;

/** The line between two dates: the other one at its left, the chip's own at its right. Dragged, or moved with the arrows. */
export function SwipeDivider(props: { editor: EditorStore; left: string; right: string }) {
  const { editor } = props;
  const t = useTranslations('display.other');
  const { compare, swipe } = useParts(editor, SWIPE);
  if (compare !== 'swipe') return null;
  const move = (to: number): void => {
    editor.set({ swipe: Math.min(0.98, Math.max(0.02, to)) });
  };
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    event.stopPropagation();
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (box) move((event.clientX - box.left) / box.width);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const way = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (way === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move(swipe + way);
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={t('divider')}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(swipe * 100)}
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={drag}
      onPointerUp={(event) => {
        event.stopPropagation();
      }}
      onKeyDown={onKeyDown}
      style={{ left: `${String(swipe * 100)}%` }}
      className="absolute inset-y-0 z-10 -ml-5.5 w-11 cursor-ew-resize touch-none before:absolute before:inset-y-0 before:left-1/2 before:-ml-px before:w-0.5 before:bg-white before:shadow-[0_0_0_1px_rgb(0_0_0/0.7)]"
    >
      <span className="absolute top-14 right-[26px] rounded-mark bg-[rgb(11_12_14/0.82)] px-1.5 text-caption whitespace-nowrap text-white">
        {props.left}
      </span>
      <span className="absolute top-14 left-[26px] rounded-mark bg-[rgb(11_12_14/0.82)] px-1.5 text-caption whitespace-nowrap text-white">
        {props.right}
      </span>
      <span
        aria-hidden
        className="absolute top-1/2 left-1/2 flex size-7 -translate-x-1/2 -translate-y-1/2 items-center justify-center rounded-full bg-white text-[#131518] shadow-[0_0_0_1px_rgb(0_0_0/0.7)]"
      >
        ↔
      </span>
    </div>
  );
}
