import proj4 from 'proj4';
import type { Georeference } from '@/lib/domain/asset/schema';
import { affine, apply } from '@/lib/geometry/affine';
import { assetPx, lonLat, projected } from '@/lib/geometry/space';
import type { AssetPx, LonLat, Projected } from '@/lib/geometry/space';

const WGS84 = '+proj=longlat +datum=WGS84 +no_defs';

/** A point of a projected plane in degrees; null where the definition cannot take it there. */
export function toLonLat(definition: string, [x, y]: Projected): LonLat | null {
  const [lon, lat] = proj4(definition, WGS84, [x, y]);
  if (!Number.isFinite(lon) || !Number.isFinite(lat) || Math.abs(lat) > 90) return null;
  return lonLat(lon, lat);
}

/** A place in degrees in a projected plane; null where the definition cannot take it there. */
export function fromLonLat(definition: string, [lon, lat]: LonLat): Projected | null {
  const [x, y] = proj4(WGS84, definition, [lon, lat]);
  return Number.isFinite(x) && Number.isFinite(y) ? projected(x, y) : null;
}

/** A pixel of a georeferenced asset in degrees, or null where its system is not known. */
export function pixelToLonLat(
  georef: Pick<Georeference, 'proj4' | 'affine'>,
  at: AssetPx,
): LonLat | null {
  if (georef.proj4 === null) return null;
  return toLonLat(georef.proj4, apply(affine<'asset px', 'projected'>(georef.affine), at));
}

/** Closed ring of a window's corners, clockwise from the top left, rounded to a centimetre; null without a known system. */
export function windowRing(
  georef: Pick<Georeference, 'proj4' | 'affine'>,
  window: { x: number; y: number; width: number; height: number },
): [number, number][] | null {
  const { x, y, width, height } = window;
  const corners = [
    assetPx(x, y),
    assetPx(x + width, y),
    assetPx(x + width, y + height),
    assetPx(x, y + height),
    assetPx(x, y),
  ];
  const ring: [number, number][] = [];
  for (const corner of corners) {
    const at = pixelToLonLat(georef, corner);
    if (!at) return null;
    ring.push([round7(at[0]), round7(at[1])]);
  }
  return ring;
}

const round7 = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;

/**
 * A place in metres that does not depend on the file's own system: the UTM zone of the longitude (WGS 84), so that two
 * surveys of one ground meet in the same plane. `system` is for instance "utm11n".
 */
export function utmPlace([lon, lat]: LonLat): { system: string; x: number; y: number } {
  const zone = Math.min(60, Math.floor((lon + 180) / 6) + 1);
  const south = lat < 0;
  const utm = `+proj=utm +zone=${zone} ${south ? '+south ' : ''}+datum=WGS84 +units=m +no_defs`;
  const [x, y] = proj4(WGS84, utm, [lon, lat]);
  return { system: `utm${zone}${south ? 's' : 'n'}`, x, y };
}

/**
 * Metres between two near points: degrees times their lengths at the mean latitude on the WGS 84 ellipsoid
 * (series of the NGA's length-of-a-degree calculator). Good to a part in 10^5 over some hundred metres.
 */
export function groundDistance(a: LonLat, b: LonLat): number {
  const lat = ((a[1] + b[1]) / 2) * (Math.PI / 180);
  const perLat =
    111132.92 - 559.82 * Math.cos(2 * lat) + 1.175 * Math.cos(4 * lat) - 0.0023 * Math.cos(6 * lat);
  const perLon = 111412.84 * Math.cos(lat) - 93.5 * Math.cos(3 * lat) + 0.118 * Math.cos(5 * lat);
  return Math.hypot((b[1] - a[1]) * perLat, (b[0] - a[0]) * perLon);
}

/** Whether proj4 understands a definition and gives back a point at (x, y). */
export function isUsable(definition: string, at: readonly [number, number]): boolean {
  try {
    return toLonLat(definition, projected(at[0], at[1])) !== null;
  } catch {
    // proj4 throws on projections that it does not know: the asset then has coordinates, but no place on a map
    return false;
  }
}
