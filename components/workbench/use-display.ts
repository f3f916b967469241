'use client';
import { useEffect, useMemo, useRef } from 'react';
import type { OtherPictures, Surrounding } from '@/components/editor/picture-layers';
import { useKeyedState } from '@/components/editor/use-keyed';
import { useParts } from '@/components/editor/use-parts';
import { useStoreDisplay } from '@/components/workbench/stored-display';
import { api } from '@/lib/client/api';
import type { ChipView } from '@/lib/domain/chip/schema';
import { bandOffers, readBands } from '@/lib/domain/imagery-context/bands';
import { OtherDates } from '@/lib/domain/imagery-context/schema';
import type { OtherDate } from '@/lib/domain/imagery-context/schema';
import { surroundingWindow } from '@/lib/domain/imagery-context/surroundings';
import type { DisplayActions } from '@/lib/editor/commands/command';
import type { EditorStore } from '@/lib/editor/store';

/** What the page knows of other looks at the chip's ground. */
export interface DisplaySettings {
  readonly surroundings: readonly Surrounding[];
  readonly others: OtherPictures;
  /** the picture that is shown: the chip's own, or in other bands */
  readonly pictureUrl: string;
  /** null while the server looks for them, or where it cannot be reached */
  readonly dates: readonly OtherDate[] | null;
  /** the one that is compared with */
  readonly date: OtherDate | null;
  /** for the commands */
  readonly actions: DisplayActions;
}

const PICTURE = ['picture'] as const;
/** The search for other dates waits until the chip itself is there. */
const LATER_MS = 400;

/** The cell that this page's address asks for, read before the session writes its own: "/label/14#cell=37". */
const ASKED =
  typeof location === 'undefined'
    ? null
    : /\/label\/(\d+)#cell=(\d+)$/.exec(location.pathname + location.hash);

function useAskedCell(editor: EditorStore, chip: ChipView): void {
  useEffect(() => {
    if (!ASKED || Number(ASKED[1]) !== chip.number) return;
    const { cursor } = editor.getState();
    const cell = Number(ASKED[2]);
    editor.moveCursor(
      Math.floor(cell / chip.cols) - cursor.row,
      (cell % chip.cols) - cursor.col,
      false,
    );
  }, [editor, chip]);
}

/** Bands, neighbouring ground and other dates of a chip, after what the person chose to look at. */
export function useDisplay(editor: EditorStore, slug: string, chip: ChipView): DisplaySettings {
  useStoreDisplay(editor);
  useAskedCell(editor, chip);
  const { picture } = useParts(editor, PICTURE);
  const dates = useOtherDates(slug, chip);
  const wanted = picture.bands === null ? null : readBands(picture.bands);
  const bands = wanted && Math.max(...wanted) <= chip.asset.bands ? wanted.join() : null;
  const date = dates?.find((found) => found.assetId === picture.other) ?? null;
  const surroundings = useMemo(() => surroundingsOf(slug, chip, bands), [slug, chip, bands]);
  const others = useMemo(
    () => ({
      bands: bands === null ? null : contextUrl(slug, chip, 'picture', bands),
      date: date?.url ? `${date.url}${bands === null ? '' : `&bands=${bands}`}` : null,
    }),
    [slug, chip, bands, date],
  );
  // the commands ask when a key is pressed: what they are told is what there is then
  const known = useRef<readonly OtherDate[]>([]);
  useEffect(() => {
    known.current = dates ?? [];
  }, [dates]);
  const actions = useMemo<DisplayActions>(
    () => ({
      bandOffers: () => bandOffers(chip.asset.bands).map((offer) => offer.bands),
      otherDates: () =>
        known.current.filter((found) => found.url !== null).map((found) => found.assetId),
    }),
    [chip],
  );
  return { surroundings, others, pictureUrl: others.bands ?? chip.imageUrl, dates, date, actions };
}

function useOtherDates(slug: string, chip: ChipView): readonly OtherDate[] | null {
  const [dates, setDates] = useKeyedState<readonly OtherDate[] | null>(chip.id, null);
  const { id } = chip;
  const { placed } = chip.asset;
  useEffect(() => {
    if (!placed) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      api(OtherDates, `/projects/${slug}/chips/${id}/other-dates`, { signal: stop.signal }).then(
        (found) => {
          setDates(() => found.items);
        },
        () => undefined, // offline, or the page was left: the panel says that it does not know
      );
    }, LATER_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [slug, id, placed, setDates]);
  return placed ? dates : NONE;
}

const NONE: readonly OtherDate[] = [];

function contextUrl(
  slug: string,
  chip: ChipView,
  what: 'picture' | 'surroundings',
  bands: string | null,
): string {
  const query = bands === null ? '' : `&bands=${bands}`;
  const version = chip.imageSha.slice(0, 16);
  return `/api/v1/projects/${slug}/chips/${chip.id}/${what}?v=${version}${query}`;
}

/** The asset's small preview far out, and its own pixels near the chip. */
function surroundingsOf(
  slug: string,
  chip: ChipView,
  bands: string | null,
): readonly Surrounding[] {
  const { asset } = chip;
  const near = surroundingWindow(chip, asset);
  const alone = near.width === chip.width && near.height === chip.height;
  if (alone) return [];
  const far =
    asset.previewUrl === null
      ? []
      : [
          {
            url: asset.previewUrl,
            x: -chip.x,
            y: -chip.y,
            width: asset.width,
            height: asset.height,
          },
        ];
  return [
    ...far,
    {
      url: contextUrl(slug, chip, 'surroundings', bands),
      x: near.x - chip.x,
      y: near.y - chip.y,
      width: near.width,
      height: near.height,
    },
  ];
}
