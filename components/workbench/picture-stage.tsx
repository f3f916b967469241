'use client';
import dynamic from 'next/dynamic';
import { useTranslations } from 'use-intl';
import type { LatticeStageProps } from '@/components/editor/lattice-stage';
import { useParts } from '@/components/editor/use-parts';
import { HoverNote } from '@/components/workbench/hover-note';
import { Minimap, ScaleBar, useMinimap } from '@/components/workbench/map-marks';
import { dateName } from '@/components/workbench/other-date-picker';
import { BandLegend } from '@/components/workbench/band-legend';
import type { DisplaySettings } from '@/components/workbench/use-display';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import type { ChipView } from '@/lib/domain/chip/schema';
import type { ClassView } from '@/lib/domain/class/schema';
import { PLAIN_PICTURE, isAdjusted } from '@/lib/editor/display/picture';
import type { EditorStore } from '@/lib/editor/store';
import { loadPart } from '@/lib/client/load-part';

const LatticeStage = dynamic(() => loadPart(() => import('@/components/editor/lattice-stage')), {
  ssr: false,
  loading: () => <Skeleton className="absolute inset-8" />,
});
const SwipeDivider = dynamic(
  () =>
    loadPart(() => import('@/components/editor/swipe-divider').then((file) => file.SwipeDivider)),
  { ssr: false },
);

/** The chip on its stage with what lies over or below it: map, what is under the pointer; scale, what is not as imported. */
export function PictureStage(
  props: Omit<LatticeStageProps, 'imageUrl' | 'surroundings' | 'others'> & {
    chip: ChipView;
    display: DisplaySettings;
    classes: readonly ClassView[];
  },
) {
  const { chip, display, classes, ...stage } = props;
  const { editor } = stage;
  const t = useTranslations('display.other');
  const marks = useTranslations('display.map');
  const map = useMinimap(editor);
  return (
    <div className="absolute inset-0 flex flex-col">
      <div className="relative min-h-0 flex-1">
        <LatticeStage
          {...stage}
          imageUrl={chip.imageUrl}
          surroundings={display.surroundings}
          others={display.others}
        />
        {display.date && (
          <SwipeDivider
            editor={editor}
            left={dateName(display.date, t('unknownDate'))}
            right={dateName(chip.asset, t('thisChip'))}
          />
        )}
        {map.shown && (
          <div className="pointer-events-none absolute bottom-2 left-4">
            <Minimap editor={editor} chip={chip} pictureUrl={display.pictureUrl} />
          </div>
        )}
        <HoverNote editor={editor} classes={classes} />
      </div>
      {/* beside the picture, whose last row they would cover */}
      <div className="flex h-9 shrink-0 items-center gap-2 overflow-x-auto bg-[#0b0c0e] px-4 max-sm:px-2">
        <ScaleBar editor={editor} chip={chip} />
        {map.toggle && (
          <Button
            size="small"
            variant="ghost"
            className="max-sm:hidden"
            aria-pressed={map.shown}
            onClick={map.toggle}
          >
            {marks('open')}
          </Button>
        )}
        <StageLegend editor={editor} />
        <DisplayNote editor={editor} display={display} />
      </div>
    </div>
  );
}

const OVERLAY = ['overlay', 'hidden'] as const;

/** What the bands' colours mean, beside the picture that is coloured by them. */
function StageLegend({ editor }: { editor: EditorStore }) {
  const { overlay, hidden } = useParts(editor, OVERLAY);
  if (overlay.by === 'class' || hidden || !overlay.proposals) return null;
  return (
    <div className="shrink-0 px-2">
      <BandLegend />
    </div>
  );
}

const SHOWN = ['picture', 'compare'] as const;

/** Says on the picture itself that it is not shown as it was imported: nobody shall judge by colours that are not there. */
function DisplayNote({ editor, display }: { editor: EditorStore; display: DisplaySettings }) {
  const t = useTranslations('display');
  const { picture, compare } = useParts(editor, SHOWN);
  const notes = [
    ...(isAdjusted(picture) ? [t('picture.adjusted')] : []),
    ...(display.others.bands !== null && picture.bands !== null
      ? [t('bands.shown', { bands: picture.bands.split(',').join(', ') })]
      : []),
    ...(compare === 'held' && display.date
      ? [t('other.held', { date: dateName(display.date, t('other.unknownDate')) })]
      : []),
  ];
  if (notes.length === 0) return null;
  return (
    <p
      role="status"
      className="flex shrink-0 items-center gap-2 px-2 text-caption whitespace-nowrap text-white"
    >
      {notes.join(' · ')}
      <button
        type="button"
        className="pointer-events-auto underline underline-offset-2 pointer-coarse:min-h-11"
        onClick={() => {
          editor.set({ picture: PLAIN_PICTURE, compare: 'off' });
        }}
      >
        {t('picture.reset')}
      </button>
    </p>
  );
}
