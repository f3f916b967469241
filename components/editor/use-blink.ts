import { useEffect, useState } from 'react';
import { useParts } from '@/components/editor/use-parts';
import { prefersStill } from '@/components/editor/use-wheel';
import type { EditorStore } from '@/lib/editor/store';

/** Slow enough for no flashing (WCAG 2.3.1 allows three a second), quick enough for the eye to keep the other view. */
const PERIOD_MS = 600;
const BLINK = ['blink'] as const;

/**
 * Whether the overlay is on screen now. Blinking takes it off and on by itself; for people who asked for less motion it stays
 * off until the key is pressed again.
 */
export function useBlink(editor: EditorStore): boolean {
  const { blink } = useParts(editor, BLINK);
  const [bare, setBare] = useState(true);
  useEffect(() => {
    if (blink !== 'running' || prefersStill()) return;
    const timer = setInterval(() => {
      setBare((was) => !was);
    }, PERIOD_MS);
    return () => {
      clearInterval(timer);
      setBare(true);
    };
  }, [blink]);
  if (blink === 'off') return true;
  return blink === 'running' && !bare;
}
