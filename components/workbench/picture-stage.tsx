'use client';
import dynamic from 'next/dynamic';
import { useTranslations } from 'use-intl';
import type { LatticeStageProps } from '@/components/editor/lattice-stage';
import { useParts } from '@/components/editor/use-parts';
import { HoverNote } from '@/components/workbench/hover-note';
import { Minimap, ScaleBar } from '@/components/workbench/map-marks';
import { dateName } from '@/components/workbench/other-date-picker';
import { BandLegend } from '@/components/workbench/band-legend';
import type { DisplaySettings } from '@/components/workbench/use-display';
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

/** The chip on its stage with all that floats over it: maps, scale, what is under the pointer, what is not as imported. */
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
  return (
    <>
      <LatticeStage
        {...stage}
        imageUrl={chip.imageUrl}
        surroundings={display.surroundings}
        others={display.others}
      />
      {display.date && (
        <SwipeDivider
          editor={editor}
          left={dateName(display.date, t('unknown-date'))}
          right={dateName(chip.asset, t('this-chip'))}
        />
      )}
      <div className="pointer-events-none absolute bottom-4 left-4 flex flex-col items-start gap-2">
        <StageLegend editor={editor} />
        <LookNote editor={editor} display={display} />
        <Minimap editor={editor} chip={chip} pictureUrl={display.pictureUrl} />
        <ScaleBar editor={editor} chip={chip} />
      </div>
      <HoverNote editor={editor} classes={classes} />
    </>
  );
}

const OVERLAY = ['overlay', 'hidden'] as const;

/** What the bands' colours mean, beside the picture that is coloured by them. */
function StageLegend({ editor }: { editor: EditorStore }) {
  const { overlay, hidden } = useParts(editor, OVERLAY);
  if (overlay.by === 'class' || hidden || !overlay.proposals) return null;
  return (
    <div className="rounded-control bg-[rgb(11_12_14/0.82)] px-2 py-1.5">
      <BandLegend />
    </div>
  );
}

const LOOK = ['picture', 'compare'] as const;

/** Says on the picture itself that it is not shown as it was imported: nobody shall judge by colours that are not there. */
function LookNote({ editor, display }: { editor: EditorStore; display: DisplaySettings }) {
  const t = useTranslations('display');
  const { picture, compare } = useParts(editor, LOOK);
  const notes = [
    ...(isAdjusted(picture) ? [t('picture.adjusted')] : []),
    ...(display.others.bands !== null && picture.bands !== null
      ? [t('bands.shown', { bands: picture.bands.split(',').join(', ') })]
      : []),
    ...(compare === 'held' && display.date
      ? [t('other.held', { date: dateName(display.date, t('other.unknown-date')) })]
      : []),
  ];
  if (notes.length === 0) return null;
  return (
    <p
      role="status"
      className="flex min-h-7 items-center gap-2 rounded-control bg-[rgb(11_12_14/0.82)] px-2 text-caption text-white"
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
