import type { AssetView } from '@/lib/domain/asset/schema';

/** Assets that lie near each other, in metres east and north of their middle. */
export interface Region {
  assets: readonly AssetView[];
  shapes: readonly { asset: AssetView; ring: readonly [number, number][] }[];
  bounds: { west: number; south: number; east: number; north: number };
  /** longitude and latitude of a place in metres */
  toLonLat: (x: number, y: number) => [number, number];
}

/** Farther apart than this, two pictures are not drawn in one sketch. */
const APART_M = 25_000;
const METRES_PER_DEGREE = 111_320;

/** Groups assets with footprints into regions, the one with most assets first. A sketch, so a sphere is good enough. */
export function toRegions(assets: readonly AssetView[]): Region[] {
  const groups: { lon: number; lat: number; assets: AssetView[] }[] = [];
  for (const asset of assets) {
    const [lon, lat] = asset.georef?.footprint?.[0] ?? [];
    if (lon === undefined || lat === undefined) continue;
    const near = groups.find((group) => distance([group.lon, group.lat], [lon, lat]) < APART_M);
    if (near) near.assets.push(asset);
    else groups.push({ lon, lat, assets: [asset] });
  }
  groups.sort((a, b) => b.assets.length - a.assets.length);
  return groups.map(({ lon, lat, assets: members }) => {
    const perLon = METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180);
    const shapes = members.map((asset) => ({
      asset,
      ring: (asset.georef?.footprint ?? []).map(([x, y]): [number, number] => [
        (x - lon) * perLon,
        (y - lat) * METRES_PER_DEGREE,
      ]),
    }));
    const xs = shapes.flatMap(({ ring }) => ring.map(([x]) => x));
    const ys = shapes.flatMap(({ ring }) => ring.map(([, y]) => y));
    const bounds = {
      west: Math.min(...xs),
      east: Math.max(...xs),
      south: Math.min(...ys),
      north: Math.max(...ys),
    };
    const toLonLat = (x: number, y: number): [number, number] => [
      lon + x / perLon,
      lat + y / METRES_PER_DEGREE,
    ];
    return { assets: members, shapes, bounds, toLonLat };
  });
}

function distance(a: readonly [number, number], b: readonly [number, number]): number {
  const perLon = METRES_PER_DEGREE * Math.cos((a[1] * Math.PI) / 180);
  return Math.hypot((a[0] - b[0]) * perLon, (a[1] - b[1]) * METRES_PER_DEGREE);
}

/** A round step (1, 2 or 5 times a power of ten metres) that divides `length` into two to five. */
export function gridStep(length: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1e-3, length / 2)));
  return [5, 2, 1].map((n) => n * power).find((step) => length / step >= 2) ?? power;
}

/** "200 m", "2 km", "50 cm" */
export function metresText(metres: number): string {
  if (metres >= 1000) return `${Number((metres / 1000).toPrecision(3))} km`;
  if (metres >= 1) return `${Number(metres.toPrecision(3))} m`;
  return `${Number((metres * 100).toPrecision(3))} cm`;
}
