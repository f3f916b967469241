'use client';
import { useEffect } from 'react';
import { PLAIN_PICTURE, readPicture } from '@/lib/editor/display/picture';
import type { Picture } from '@/lib/editor/display/picture';
import type { Overlay } from '@/lib/editor/state';
import type { EditorStore } from '@/lib/editor/store';

// How a person looks at pictures is stored on this machine: screens and eyes differ, and nobody else needs to know.
const OVERLAY = 'quadrat-overlay';
const PICTURE = 'quadrat-picture';

const DEFAULT: Overlay = {
  labels: true,
  lattice: true,
  proposals: true,
  absent: true,
  opacity: 1,
  latticeOpacity: 1,
  by: 'class',
};

/** The overlay as it was left on this machine. */
export function storedOverlay(): Overlay {
  const stored = read(OVERLAY);
  return { ...DEFAULT, ...(typeof stored === 'object' ? stored : {}) };
}

/** The picture's tones and bands as they were left on this machine. */
export function storedPicture(): Picture {
  return readPicture(read(PICTURE));
}

/** Stores overlay and picture whenever they change, by whatever hand: slider, key or palette. */
export function useStoreDisplay(editor: EditorStore): void {
  useEffect(() => {
    let { overlay, picture } = editor.getState();
    return editor.subscribe(() => {
      const now = editor.getState();
      if (now.overlay !== overlay) store(OVERLAY, now.overlay);
      if (now.picture !== picture) store(PICTURE, { ...now.picture, other: PLAIN_PICTURE.other });
      ({ overlay, picture } = now);
    });
  }, [editor]);
}

function read(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}');
  } catch {
    return {}; // storage is refused or holds nonsense: a preference, not work
  }
}

function store(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // private windows may refuse storage; the choice then lasts as long as the page
  }
}
