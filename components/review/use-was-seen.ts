'use client';
import { useEffect } from 'react';
import { useKeyedState } from '@/components/editor/use-keyed';
import type { EditorStore } from '@/lib/editor/store';

/** Sooner nobody has seen what came on screen: a key pressed by then was meant for the chip before. */
const SEEN_AFTER_MS = 400;

/** Whether a chip's picture has been on screen long enough to be seen; `shown`: it is there. */
export function useWasSeen(editor: EditorStore, shown: boolean): boolean {
  const [wasSeen, setWasSeen] = useKeyedState(editor, false);
  useEffect(() => {
    if (!shown) return;
    const timer = setTimeout(() => {
      setWasSeen(() => true);
    }, SEEN_AFTER_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [shown, setWasSeen]);
  return wasSeen;
}
