'use client';
import { memo, useEffect, useMemo } from 'react';
import { Drawing, Plane } from '@/components/editor/plane';
import type { Pen } from '@/components/editor/stroke';
import { useParts } from '@/components/editor/use-parts';
import { usePicture, usePictures } from '@/components/editor/use-picture';
import { isAdjusted } from '@/lib/editor/display/picture';
import type { EditorStore } from '@/lib/editor/store';
import type { View } from '@/lib/editor/view';

/** A picture of the ground around the chip, placed in the chip's pixels: its corner may be negative. */
export interface Surrounding {
  readonly url: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Other pictures of the chip's own ground, by address; null: not wanted. */
export interface OtherPictures {
  /** in other bands: takes the picture's place once it is there */
  readonly bands: string | null;
  /** at another time: to be compared with */
  readonly date: string | null;
}

const VIEW = ['view', 'picture'] as const;
/** How much of the ground around the chip is left: enough to judge an edge cell, not enough to be taken for the chip. */
const DIMMED = 0.38;

/** The ground beyond the chip, dimmed. Its pictures are fetched once the chip's own is there (`ready`). */
export const SurroundingsLayer = memo(function SurroundingPictures(props: {
  editor: EditorStore;
  surroundings: readonly Surrounding[];
  ready: boolean;
}) {
  const { surroundings, ready } = props;
  const { view, picture } = useParts(props.editor, VIEW);
  const images = usePictures(
    useMemo(() => (ready ? surroundings.map((place) => place.url) : []), [surroundings, ready]),
  );
  return (
    <Plane opacity={DIMMED} toned={isAdjusted(picture)}>
      <Drawing
        draw={(pen) => {
          const put = putter(pen, view, picture.smooth);
          for (const place of surroundings) {
            const image = images.get(place.url);
            if (image) put(image, place);
          }
        }}
      />
    </Plane>
  );
});

const PICTURE = ['view', 'frame', 'lattice', 'picture', 'compare', 'swipe'] as const;

/** The chip's picture, or what is looked at in its place: other bands, another date, or both sides of a line. */
export const PictureLayer = memo(function Picture(props: {
  editor: EditorStore;
  imageUrl: string;
  others: OtherPictures;
  onPicture: () => void;
  onPictureError: () => void;
}) {
  const { editor, others, onPicture } = props;
  const state = useParts(editor, PICTURE);
  const { view, frame, lattice, compare, swipe } = state;
  const imported = usePicture(props.imageUrl, props.onPictureError);
  const inBands = usePicture(imported && others.bands);
  const otherDate = usePicture(imported && others.date);
  const picture = inBands ?? imported;
  useEffect(() => {
    if (imported) onPicture();
  }, [imported, onPicture]);
  const draw = (pen: Pen): void => {
    const put = putter(pen, view, state.picture.smooth);
    const place = { x: 0, y: 0, ...lattice.picture };
    const other = compare === 'off' ? null : otherDate;
    const share = compare === 'held' ? 1 : swipe;
    if (picture && !(other && share === 1)) put(picture, place);
    if (!other) return;
    pen.save();
    pen.beginPath();
    pen.rect(0, 0, frame.width * share, frame.height);
    pen.clip();
    // beyond the other picture's edge nothing of the chip's own date may stand in for it
    clearPicture(pen, view, lattice.picture);
    put(other, place);
    pen.restore();
  };
  return (
    <Plane toned={isAdjusted(state.picture)}>
      <Drawing draw={draw} />
    </Plane>
  );
});

function clearPicture(pen: Pen, view: View, size: { width: number; height: number }): void {
  pen.clearRect(view.x, view.y, size.width * view.scale, size.height * view.scale);
}

/** Draws pictures at their place on the ground. Zoomed in past twice their size, pixels are shown as they are unless `smooth`. */
function putter(pen: Pen, view: View, smooth: boolean) {
  return (image: HTMLImageElement, at: Omit<Surrounding, 'url'>): void => {
    const { scale } = view;
    const [x, y] = [view.x + at.x * scale, view.y + at.y * scale];
    // a preview is coarser than the ground: its pixels mean nothing
    pen.imageSmoothingEnabled = smooth || scale < 2 || image.naturalWidth < at.width;
    pen.drawImage(image, x, y, at.width * scale, at.height * scale);
  };
}
