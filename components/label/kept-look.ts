'use client';
import { useEffect } from 'react';
import { PLAIN_PICTURE, readPicture } from '@/lib/editor/display/picture';
import type { Picture } from '@/lib/editor/display/picture';
import type { EditorStore, Overlay } from '@/lib/editor/store';

// How a person looks at pictures is kept on this machine: screens and eyes differ, and nobody else needs to know.
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
export function keptOverlay(): Overlay {
  const kept = read(OVERLAY);
  return { ...DEFAULT, ...(typeof kept === 'object' ? kept : {}) };
}

/** The picture's tones and bands as they were left on this machine. */
export function keptPicture(): Picture {
  return readPicture(read(PICTURE));
}

/** Keeps overlay and picture whenever they change, by whatever hand: slider, key or palette. */
export function useKeptLook(editor: EditorStore): void {
  useEffect(() => {
    let { overlay, picture } = editor.getState();
    return editor.subscribe(() => {
      const now = editor.getState();
      if (now.overlay !== overlay) keep(OVERLAY, now.overlay);
      if (now.picture !== picture) keep(PICTURE, { ...now.picture, other: PLAIN_PICTURE.other });
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

function keep(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // private windows may refuse storage; the choice then lasts as long as the page
  }
}
