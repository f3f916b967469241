import { affine, apply } from '@/lib/geometry/affine';
import type { Affine } from '@/lib/geometry/affine';
import { assetPx } from '@/lib/geometry/space';

/**
 * Orientation as EXIF and TIFF tag 274 number it: 1 upright, 2 mirrored, 3 turned by 180, 4 flipped, 5 transposed,
 * 6 to be turned by 90 clockwise, 7 transversed, 8 to be turned by 90 anticlockwise.
 */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** Whether width and height change places. */
export function swapsSides(orientation: Orientation): boolean {
  return orientation >= 5;
}

/** Size of the upright picture. */
export function uprightSize(
  orientation: Orientation,
  file: { width: number; height: number },
): { width: number; height: number } {
  return swapsSides(orientation)
    ? { width: file.height, height: file.width }
    : { width: file.width, height: file.height };
}

/** From the upright picture's pixels to the stored file's; `file` is the stored size. */
export function uprightToFile(
  orientation: Orientation,
  { width: w, height: h }: { width: number; height: number },
): Affine<'asset px', 'file px'> {
  const maps = {
    1: [1, 0, 0, 0, 1, 0],
    2: [-1, 0, w, 0, 1, 0],
    3: [-1, 0, w, 0, -1, h],
    4: [1, 0, 0, 0, -1, h],
    5: [0, 1, 0, 1, 0, 0],
    6: [0, 1, 0, -1, 0, h],
    7: [0, -1, w, -1, 0, h],
    8: [0, -1, w, 1, 0, 0],
  } as const;
  return affine(maps[orientation]);
}

/** Where a window of the upright picture lies in the stored file, whose size is `file`. */
export function fileWindow(
  orientation: Orientation,
  file: { width: number; height: number },
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): { x: number; y: number; width: number; height: number } {
  const map = uprightToFile(orientation, file);
  const [ax, ay] = apply(map, assetPx(x, y));
  const [bx, by] = apply(map, assetPx(x + width, y + height));
  return {
    x: Math.min(ax, bx),
    y: Math.min(ay, by),
    width: Math.abs(bx - ax),
    height: Math.abs(by - ay),
  };
}
