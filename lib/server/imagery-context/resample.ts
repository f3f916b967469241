import { apply, stepLengths } from '@/lib/geometry/affine';
import { chipPx } from '@/lib/server/imagery-context/registration';
import type { ToOther } from '@/lib/server/imagery-context/registration';
import { turns } from '@/lib/server/turns';

/** RGB pixels of a window of an asset; `window` is in the asset's pixels. */
export interface RgbWindow {
  readonly rgb: Uint8Array;
  readonly window: { x: number; y: number; width: number; height: number };
}

/** Looks a pixel of the chip takes at each side where the other picture is finer; more would cost more than it shows. */
const MOST_LOOKS = 8;

/**
 * Another picture's ground in the chip's own pixels, RGBA: what it does not show is transparent. Between pixels it blends
 * (bilinear); where the other picture is finer, the mean of several looks, so that nothing flickers through. Others have a turn
 * after each row.
 */
export async function resample(
  source: RgbWindow,
  map: ToOther,
  size: { width: number; height: number },
): Promise<{ rgba: Uint8Array; whole: boolean }> {
  const { width, height } = size;
  const rgba = new Uint8Array(width * height * 4);
  const looks = Math.min(MOST_LOOKS, Math.max(1, Math.round(Math.max(...stepLengths(map)))));
  const sum = new Float64Array(4);
  let whole = true;
  const turn = turns();
  for (let y = 0; y < height; y += 1) {
    await turn();
    for (let x = 0; x < width; x += 1) {
      sum.fill(0);
      for (let j = 0; j < looks; j += 1) {
        for (let i = 0; i < looks; i += 1) {
          const [u, v] = apply(map, chipPx(x + (i + 0.5) / looks, y + (j + 0.5) / looks));
          addPixel(sum, source, u, v);
        }
      }
      const [r = 0, g = 0, b = 0, n = 0] = sum;
      // a pixel of which half is beyond the other picture's edge is not shown
      if (n * 2 < looks * looks) {
        whole = false;
        continue;
      }
      const to = (y * width + x) * 4;
      rgba[to] = Math.round(r / n);
      rgba[to + 1] = Math.round(g / n);
      rgba[to + 2] = Math.round(b / n);
      rgba[to + 3] = 255;
    }
  }
  return { rgba, whole };
}

/** Adds the colour at a point of the asset, blended of its four neighbours, and one to the count; nothing outside. */
function addPixel(sum: Float64Array, { rgb, window }: RgbWindow, u: number, v: number): void {
  const { width, height } = window;
  // pixel centres lie at halves
  const [px, py] = [u - window.x - 0.5, v - window.y - 0.5];
  if (px < -0.5 || py < -0.5 || px > width - 0.5 || py > height - 0.5) return;
  const [left, top] = [Math.floor(px), Math.floor(py)];
  const [fx, fy] = [px - left, py - top];
  const [x0, x1] = [Math.max(0, left), Math.min(width - 1, left + 1)];
  const [y0, y1] = [Math.max(0, top), Math.min(height - 1, top + 1)];
  const [nw, ne] = [(y0 * width + x0) * 3, (y0 * width + x1) * 3];
  const [sw, se] = [(y1 * width + x0) * 3, (y1 * width + x1) * 3];
  for (let band = 0; band < 3; band += 1) {
    const upper = (rgb[nw + band] ?? 0) * (1 - fx) + (rgb[ne + band] ?? 0) * fx;
    const lower = (rgb[sw + band] ?? 0) * (1 - fx) + (rgb[se + band] ?? 0) * fx;
    sum[band] = (sum[band] ?? 0) + upper * (1 - fy) + lower * fy;
  }
  sum[3] = (sum[3] ?? 0) + 1;
}
