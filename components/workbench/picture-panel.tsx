'use client';
import { useFormatter, useTranslations } from 'use-intl';
import { useParts } from '@/components/editor/use-parts';
import { BandChooser } from '@/components/workbench/band-chooser';
import { OtherDatePicker } from '@/components/workbench/other-date-picker';
import type { DisplaySettings } from '@/components/workbench/use-display';
import { Button } from '@/components/ui/button';
import { Slider } from '@/components/ui/slider';
import { Toggle } from '@/components/ui/toggle';
import type { ChipView } from '@/lib/domain/chip/schema';
import { LIMITS, PLAIN_PICTURE, isAdjusted } from '@/lib/editor/display/picture';
import type { Picture } from '@/lib/editor/display/picture';
import type { EditorStore } from '@/lib/editor/store';
import { fixed } from '@/lib/i18n/fixed';

const PICTURE = ['picture', 'compare'] as const;

/** How the picture is shown to this person: tones, bands, another date. Neither the model nor the server sees any of it. */
export default function PicturePanel(props: {
  editor: EditorStore;
  chip: ChipView;
  display: DisplaySettings;
}) {
  const { editor, chip, display } = props;
  const t = useTranslations('display.picture');
  const format = useFormatter();
  const { picture, compare } = useParts(editor, PICTURE);
  const change = (part: Partial<Picture>): void => {
    editor.set({ picture: { ...picture, ...part } });
  };
  return (
    <>
      <Tone
        label={t('brightness')}
        value={picture.brightness}
        {...LIMITS.brightness}
        shown={signed(picture.brightness * 100)}
        onChange={(brightness) => {
          change({ brightness });
        }}
      />
      {(['contrast', 'gamma'] as const).map((part) => (
        <Tone
          key={part}
          label={t(part)}
          // on a logarithmic scale: the middle changes nothing
          value={Math.log2(picture[part])}
          min={Math.log2(LIMITS[part].min)}
          max={Math.log2(LIMITS[part].max)}
          step={0.05}
          shown={`× ${format.number(picture[part], fixed(2))}`}
          onChange={(power) => {
            change({ [part]: Math.abs(power) < 0.01 ? 1 : 2 ** power });
          }}
        />
      ))}
      <div className="flex items-center justify-between gap-4">
        <div className="flex-1">
          <Toggle
            label={t('invert')}
            checked={picture.invert}
            onChange={(invert) => {
              change({ invert });
            }}
          />
        </div>
        <Button
          size="small"
          disabled={!isAdjusted(picture)}
          onClick={() => {
            const { brightness, contrast, gamma, invert } = PLAIN_PICTURE;
            change({ brightness, contrast, gamma, invert });
          }}
        >
          {t('reset')}
        </Button>
      </div>
      <Toggle
        label={t('smooth')}
        checked={picture.smooth}
        onChange={(smooth) => {
          change({ smooth });
        }}
      />
      <p className="text-caption text-text-3">{t('eyeOnly')}</p>
      <BandChooser
        count={chip.asset.bands}
        bands={picture.bands}
        onChange={(bands) => {
          change({ bands });
        }}
      />
      <OtherDatePicker
        editor={editor}
        chip={chip}
        display={display}
        comparing={compare === 'swipe'}
      />
    </>
  );
}

function signed(value: number): string {
  const rounded = Math.round(value);
  return rounded > 0 ? `+${String(rounded)}` : String(rounded).replace('-', '−');
}

function Tone(props: {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  shown: string;
  onChange: (value: number) => void;
}) {
  return (
    <div className="flex h-7 items-center gap-3 text-caption text-text-2 pointer-coarse:h-11">
      <span className="w-18 shrink-0">{props.label}</span>
      <Slider
        label={props.label}
        value={props.value}
        min={props.min}
        max={props.max}
        step={props.step}
        valueText={props.shown}
        onChange={props.onChange}
      />
      <span className="w-12 shrink-0 text-right whitespace-nowrap">{props.shown}</span>
    </div>
  );
}
