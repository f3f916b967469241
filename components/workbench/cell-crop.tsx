'use client';
import { useEffect, useRef } from 'react';
import { TONE_FILTER } from '@/components/editor/tone-filter';
import { preloadedPicture } from '@/lib/client/preloaded-pictures';
import type { Place } from '@/lib/editor/labelling';

/** Side of the crop in cells: the cell in the middle, three tenths of a cell around it. */
const CROP_CELLS = 1.6;

/** A cell of a picture, enlarged, with a little of what lies around it. */
export function CellCrop(props: {
  imageUrl: string;
  place: Place;
  cellPx: number;
  /** CSS pixels */
  side: number;
  /** shown in the tones that the person chose for the stage */
  toned: boolean;
  label: string;
}) {
  const { imageUrl, cellPx, side } = props;
  const { row, col } = props.place;
  const canvas = useRef<HTMLCanvasElement>(null);
  const pixels = 2 * side;
  useEffect(() => {
    let wanted = true;
    const draw = (image: HTMLImageElement): void => {
      const context = canvas.current?.getContext('2d');
      if (!wanted || !context) return;
      const part = cellPx * CROP_CELLS;
      const [x, y] = [(col + 0.5) * cellPx - part / 2, (row + 0.5) * cellPx - part / 2];
      context.imageSmoothingEnabled = false;
      context.clearRect(0, 0, pixels, pixels);
      context.drawImage(image, x, y, part, part, 0, 0, pixels, pixels);
    };
    const atHand = preloadedPicture(imageUrl);
    if (atHand) draw(atHand);
    else {
      const image = new Image();
      image.src = imageUrl;
      // the stage says in words when the picture cannot be read
      image.decode().then(
        () => {
          draw(image);
        },
        () => undefined,
      );
    }
    return () => {
      wanted = false;
    };
  }, [imageUrl, row, col, cellPx, pixels]);
  return (
    <div
      className="relative overflow-hidden rounded-mark bg-bg-3"
      style={{ width: side, height: side }}
    >
      <canvas
        ref={canvas}
        width={pixels}
        height={pixels}
        className="size-full"
        style={props.toned ? { filter: `url(#${TONE_FILTER})` } : undefined}
        role="img"
        aria-label={props.label}
      />
      <div className="absolute inset-[18.75%] border border-white opacity-90 shadow-[0_0_0_1px_rgb(0_0_0/0.55)]" />
    </div>
  );
}
