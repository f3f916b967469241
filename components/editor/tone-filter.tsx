'use client';
import { useParts } from '@/components/editor/use-parts';
import { isAdjusted, toneTable } from '@/lib/editor/display/picture';
import type { EditorStore } from '@/lib/editor/store';

const PICTURE = ['picture'] as const;

/** Name of the filter that changes the picture's tones, for the style of what shows it. */
export const TONE_FILTER = 'picture-tones';

/** The tones that a person chose, as a filter of the page: the browser applies it to the picture alone, on its way to the screen. */
export function ToneFilter({ editor }: { editor: EditorStore }) {
  const { picture } = useParts(editor, PICTURE);
  if (!isAdjusted(picture)) return null;
  const table = toneTable(picture);
  return (
    <svg width="0" height="0" aria-hidden className="absolute">
      {/* a filter works on linear light unless told otherwise: the numbers are the picture's own */}
      <filter id={TONE_FILTER} colorInterpolationFilters="sRGB">
        <feComponentTransfer>
          <feFuncR type="table" tableValues={table} />
          <feFuncG type="table" tableValues={table} />
          <feFuncB type="table" tableValues={table} />
        </feComponentTransfer>
      </filter>
    </svg>
  );
}
