'use client';
import { useTranslations } from 'use-intl';
import { BandLegend } from '@/components/workbench/band-legend';
import { Slider } from '@/components/ui/slider';
import { Toggle } from '@/components/ui/toggle';
import type { Overlay } from '@/lib/editor/state';
import type { EditorStore } from '@/lib/editor/store';

const PARTS = ['labels', 'lattice', 'proposals', 'absent'] as const;

/** What is drawn over the picture, how strongly, and what colours it. */
export default function OverlayPanel({
  editor,
  overlay,
}: {
  editor: EditorStore;
  overlay: Overlay;
}) {
  const t = useTranslations('display.overlay');
  const change = (part: Partial<Overlay>): void => {
    editor.set({ overlay: { ...overlay, ...part } });
  };
  return (
    <>
      <div className="grid grid-cols-2 gap-x-4">
        {PARTS.map((key) => (
          <Toggle
            key={key}
            label={t(key)}
            checked={overlay[key]}
            onChange={(checked) => {
              change({ [key]: checked });
            }}
          />
        ))}
      </div>
      <Strength
        label={t('opacity')}
        name={t('opacityName')}
        value={overlay.opacity}
        onChange={(opacity) => {
          change({ opacity });
        }}
      />
      <Strength
        label={t('lattice')}
        name={t('latticeName')}
        value={overlay.latticeOpacity}
        onChange={(latticeOpacity) => {
          change({ latticeOpacity });
        }}
      />
      <Toggle
        label={t('byConfidence')}
        checked={overlay.by === 'confidence'}
        onChange={(checked) => {
          change({ by: checked ? 'confidence' : 'class' });
        }}
      />
      {overlay.by === 'confidence' && <BandLegend />}
    </>
  );
}

function Strength(props: {
  label: string;
  name: string;
  value: number;
  onChange: (value: number) => void;
}) {
  const percent = `${String(Math.round(props.value * 100))} %`;
  return (
    <div className="flex h-7 items-center gap-3 text-caption text-text-2 pointer-coarse:h-11">
      <span className="w-16 shrink-0 whitespace-nowrap">{props.label}</span>
      <Slider
        label={props.name}
        value={props.value}
        min={0.1}
        max={1}
        step={0.05}
        valueText={percent}
        onChange={props.onChange}
      />
      <span className="w-11 text-right whitespace-nowrap">{percent}</span>
    </div>
  );
}
