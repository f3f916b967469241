'use client';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { STEPS, placeCard } from '@/components/tour/steps';
import type { ScreenBox } from '@/components/tour/steps';
import { Button } from '@/components/ui/button';

/**
 * Five cards, one after the other, beside what each speaks of. Each takes the focus, so that Enter means its button and the
 * workbench's keys rest; whoever clicks on the picture works on. Escape closes it.
 */
export default function Tour({ onClose }: { onClose: () => void }) {
  const t = useTranslations('tour');
  const [step, setStep] = useState(0);
  const card = useRef<HTMLDivElement>(null);
  const anchor = useAnchor(step);
  const [at, setAt] = useState<{ left: number; top: number } | null>(null);
  useLayoutEffect(() => {
    if (!card.current || !anchor) return;
    const { offsetWidth: width, offsetHeight: height } = card.current;
    const picture = document.getElementById('content')?.getBoundingClientRect() ?? null;
    const window = { width: innerWidth, height: innerHeight };
    setAt(placeCard(anchor, { width, height }, window, picture));
  }, [anchor, step]);

  const placed = at !== null;
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // a dialog that closes now (the help) still gives the focus back first; a hidden card takes none
    const timer = setTimeout(() => {
      if (!card.current?.contains(document.activeElement)) next.current?.focus();
    });
    return () => {
      clearTimeout(timer);
    };
  }, [step, placed]);

  function close(): void {
    // whoever was on the card goes on with the picture
    if (card.current?.contains(document.activeElement)) document.getElementById('content')?.focus();
    onClose();
  }
  const closing = useRef(close);
  useEffect(() => {
    closing.current = close;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      // a dialog above the page closes first
      const modal = document.querySelector('[role="dialog"][data-state="open"]');
      if (event.key === 'Escape' && !event.defaultPrevented && !modal) closing.current();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, []);

  const { id } = STEPS[step] ?? STEPS[0];
  const last = step === STEPS.length - 1;
  return (
    <>
      {anchor && (
        <div
          aria-hidden
          className="pointer-events-none fixed z-30 rounded-control shadow-[inset_0_0_0_2px_var(--accent)]"
          style={{ ...anchor }}
        />
      )}
      <div
        ref={card}
        role="dialog"
        aria-label={t('title')}
        className="fixed z-30 flex w-[min(320px,calc(100vw-24px))] flex-col gap-2 rounded-card border border-line-control bg-bg-1 p-4 shadow-float"
        style={at ?? { left: 12, top: 60, visibility: 'hidden' }}
      >
        <div aria-live="polite" aria-atomic>
          <p className="text-caption text-text-3">
            {t('place', { step: step + 1, of: STEPS.length })}
          </p>
          <h2>{t(`${id}.title`)}</h2>
          <p className="mt-1 text-text-2">{t(`${id}.words`)}</p>
        </div>
        <div className="flex items-center gap-2">
          {!last && (
            <Button size="small" variant="ghost" onClick={close}>
              {t('skip')}
            </Button>
          )}
          <span className="flex-1" />
          {step > 0 && (
            <Button size="small" onClick={() => setStep(step - 1)}>
              {t('back')}
            </Button>
          )}
          <Button
            ref={next}
            size="small"
            variant="primary"
            onClick={last ? close : () => setStep(step + 1)}
          >
            {last ? t('done') : t('next')}
          </Button>
        </div>
      </div>
    </>
  );
}

/** The place on screen of what a step points at, kept up as the page changes; null while none of it is there. */
function useAnchor(step: number): ScreenBox | null {
  const [box, setBox] = useState<ScreenBox | null>(null);
  useEffect(() => {
    const look = (): void => {
      const found = (STEPS[step]?.anchors ?? [])
        .map((selector) => document.querySelector(selector)?.getBoundingClientRect())
        .find((rect) => rect !== undefined && rect.width > 0 && rect.height > 0);
      setBox((before) => (found ? same(before, found) : null));
    };
    look();
    // panels open and chips change under the tour; nothing tells of all of it
    const timer = setInterval(look, 400);
    window.addEventListener('resize', look);
    return () => {
      clearInterval(timer);
      window.removeEventListener('resize', look);
    };
  }, [step]);
  return box;
}

/** The box as before when nothing moved, so that nothing is drawn anew. */
function same(before: ScreenBox | null, { left, top, width, height }: ScreenBox): ScreenBox {
  const now = { left, top, width, height };
  return before &&
    Object.entries(now).every(([side, value]) => before[side as keyof ScreenBox] === value)
    ? before
    : now;
}
