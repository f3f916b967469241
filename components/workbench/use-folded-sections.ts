'use client';
import { useState } from 'react';

const KEY = 'quadrat-folded';
/** The longest and the least asked for: so the others fit in a window of 900 px. */
const AT_FIRST: readonly string[] = ['picture'];

export interface FoldedSections {
  has: (id: string) => boolean;
  toggle: (id: string) => void;
}

/** Which sections of the side panel are folded; stored on this machine. */
export function useFoldedSections(): FoldedSections {
  const [folded, setFolded] = useState(stored);
  return {
    has: (id) => folded.includes(id),
    toggle: (id) => {
      const next = folded.includes(id) ? folded.filter((other) => other !== id) : [...folded, id];
      setFolded(next);
      try {
        localStorage.setItem(KEY, JSON.stringify(next));
      } catch {
        // private windows may refuse storage; the choice then lasts as long as the page
      }
    },
  };
}

function stored(): readonly string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return Array.isArray(found) ? found.filter((id) => typeof id === 'string') : AT_FIRST;
  } catch {
    return AT_FIRST; // storage is refused or holds nonsense: a preference, not work
  }
}
