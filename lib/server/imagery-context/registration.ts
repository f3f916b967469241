import type { ErrorMessage } from '@/lib/domain/error/message';
import type { Georeference } from '@/lib/domain/asset/schema';
import type { AssetWindow } from '@/lib/domain/imagery-context/surroundings';
import { affine, apply, compose, invert } from '@/lib/geometry/affine';
import type { Affine } from '@/lib/geometry/affine';
import type { Point } from '@/lib/geometry/space';
import { fromLonLat, pixelToLonLat } from '@/lib/server/imagery/projection';

/** From a chip's pixels to those of another asset that shows the same ground. */
export type ToOther = Affine<'chip px', 'asset px'>;
export const chipPx = (x: number, y: number): Point<'chip px'> =>
  [x, y] as unknown as Point<'chip px'>;

/** Pixels of the chip that the straight map may be off by, where two coordinate systems bend against each other. */
const TOLERATED = 0.5;

/**
 * The map from a chip's pixels to another asset's. Exact where both lie in one coordinate system; otherwise straight through
 * the chip's corners, as long as its middle then lies where it should. `why` says what keeps it from being made.
 */
export function register(
  window: AssetWindow,
  from: Georeference,
  to: Georeference,
): { map: ToOther } | { why: ErrorMessage } {
  const out = invert(affine<'asset px', 'projected'>(to.affine));
  const inside = affine<'asset px', 'projected'>(from.affine);
  const shift = affine<'chip px', 'asset px'>([1, 0, window.x, 0, 1, window.y]);
  if (!out) return { why: { key: 'overlay.noArea' } };
  const same =
    (from.epsg !== null && from.epsg === to.epsg) ||
    (from.proj4 !== null && from.proj4 === to.proj4);
  if (same) return { map: compose(compose(shift, inside), out) };
  const { proj4 } = to;
  if (from.proj4 === null || proj4 === null) {
    return { why: { key: 'overlay.unknownSystem' } };
  }
  const at = (x: number, y: number): readonly [number, number] | null => {
    const place = pixelToLonLat(from, apply(shift, chipPx(x, y)));
    const there = place && fromLonLat(proj4, place);
    return there && apply(out, there);
  };
  return throughCorners(window, at);
}

function throughCorners(
  { width: w, height: h }: AssetWindow,
  at: (x: number, y: number) => readonly [number, number] | null,
): { map: ToOther } | { why: ErrorMessage } {
  const corners = [at(0, 0), at(w, 0), at(0, h), at(w, h), at(w / 2, h / 2)];
  const [p, q, r, s, middle] = corners;
  if (!p || !q || !r || !s || !middle) {
    return { why: { key: 'overlay.outside' } };
  }
  // the mean of both pairs of opposite sides
  const map = affine<'chip px', 'asset px'>([
    (q[0] - p[0] + s[0] - r[0]) / (2 * w),
    (r[0] - p[0] + s[0] - q[0]) / (2 * h),
    0,
    (q[1] - p[1] + s[1] - r[1]) / (2 * w),
    (r[1] - p[1] + s[1] - q[1]) / (2 * h),
    0,
  ]);
  const [mx, my] = apply(map, chipPx(w / 2, h / 2));
  const [a, b, , d, e] = map;
  const sides = corners.slice(0, 4).map((corner) => corner ?? middle);
  const [cx, cy] = [0, 1].map((k) => sides.reduce((sum, point) => sum + (point[k] ?? 0), 0) / 4);
  const placed = affine<'chip px', 'asset px'>([a, b, (cx ?? 0) - mx, d, e, (cy ?? 0) - my]);
  const pixel = Math.sqrt(Math.abs(a * e - b * d));
  const off = [
    [0, 0, p] as const,
    [w, 0, q] as const,
    [0, h, r] as const,
    [w, h, s] as const,
    [w / 2, h / 2, middle] as const,
  ].map(([x, y, is]) => {
    const [u, v] = apply(placed, chipPx(x, y));
    return Math.hypot(u - is[0], v - is[1]) / pixel;
  });
  const worst = Math.max(...off);
  if (!(worst <= TOLERATED)) {
    return {
      why: { key: 'overlay.distorted', values: { pixels: worst.toFixed(1) } },
    };
  }
  return { map: placed };
}

/** Share of a chip that lies within another asset, 0 to 1, by a grid of points. */
export function coverage(
  map: ToOther,
  chip: { width: number; height: number },
  asset: { width: number; height: number },
): number {
  const steps = 16;
  let inside = 0;
  for (let row = 0; row < steps; row += 1) {
    for (let col = 0; col < steps; col += 1) {
      const x = ((col + 0.5) / steps) * chip.width;
      const y = ((row + 0.5) / steps) * chip.height;
      const [u, v] = apply(map, chipPx(x, y));
      if (u >= 0 && v >= 0 && u < asset.width && v < asset.height) inside += 1;
    }
  }
  return inside / steps ** 2;
}

/** The part of the other asset that a chip's ground needs, with a pixel more for the blending; null where they do not meet. */
export function neededWindow(
  map: ToOther,
  chip: { width: number; height: number },
  asset: { width: number; height: number },
): AssetWindow | null {
  const { width: w, height: h } = chip;
  const corners = [chipPx(0, 0), chipPx(w, 0), chipPx(0, h), chipPx(w, h)].map((corner) =>
    apply(map, corner),
  );
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const x = Math.max(0, Math.floor(Math.min(...xs)) - 1);
  const y = Math.max(0, Math.floor(Math.min(...ys)) - 1);
  const width = Math.min(asset.width, Math.ceil(Math.max(...xs)) + 1) - x;
  const height = Math.min(asset.height, Math.ceil(Math.max(...ys)) + 1) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}
