'use client';
import { Slider } from '@/components/ui/slider';
import { Toggle } from '@/components/ui/toggle';
import type { EditorStore, Overlay } from '@/lib/editor/store';

const PARTS = [
  ['labels', 'Labels'],
  ['lattice', 'Lattice'],
  ['proposals', 'Proposals'],
  ['absent', 'Absent marks'],
] as const;

/** What is drawn over the picture, and how strongly. */
export function OverlayPanel({ editor, overlay }: { editor: EditorStore; overlay: Overlay }) {
  const change = (part: Partial<Overlay>): void => {
    editor.set({ overlay: { ...overlay, ...part } });
    keepOverlay({ ...overlay, ...part });
  };
  return (
    <>
      <div className="grid grid-cols-2 gap-x-4">
        {PARTS.map(([key, label]) => (
          <Toggle
            key={key}
            label={label}
            checked={overlay[key]}
            onChange={(checked) => {
              change({ [key]: checked });
            }}
          />
        ))}
      </div>
      <div className="flex h-7 items-center gap-3 text-caption text-text-2">
        <span className="w-14">Opacity</span>
        <Slider
          label="Opacity of the overlay"
          value={overlay.opacity}
          min={0.2}
          max={1}
          step={0.05}
          valueText={`${String(Math.round(overlay.opacity * 100))} %`}
          onChange={(opacity) => {
            change({ opacity });
          }}
        />
        <span className="w-11 text-right whitespace-nowrap">
          {Math.round(overlay.opacity * 100)} %
        </span>
      </div>
    </>
  );
}

const KEY = 'quadrat-overlay';
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
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return { ...DEFAULT, ...(typeof kept === 'object' ? kept : {}) };
  } catch {
    return DEFAULT; // storage is refused or holds nonsense: a preference, not work
  }
}

function keepOverlay(overlay: Overlay): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(overlay));
  } catch {
    // private windows may refuse storage; the choice then lasts as long as the page
  }
}
