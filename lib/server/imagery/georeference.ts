import type { GeoTIFFImage } from 'geotiff';
import { z } from 'zod';
import { remark } from '@/lib/domain/asset/remark';
import type { Remark } from '@/lib/domain/asset/remark';
import type { Georeference } from '@/lib/domain/asset/schema';
import { affine, apply, compose, stepLengths } from '@/lib/geometry/affine';
import type { Affine } from '@/lib/geometry/affine';
import { uprightSize, uprightToFile } from '@/lib/geometry/orientation';
import type { Orientation } from '@/lib/geometry/orientation';
import { assetPx } from '@/lib/geometry/space';
import { epsgByCode, epsgByName } from '@/lib/server/imagery/epsg';
import {
  groundDistance,
  isUsable,
  pixelToLonLat,
  windowRing,
} from '@/lib/server/imagery/projection';

/** A georeference as read, with remarks for the asset's provenance. */
export interface ReadGeoreference {
  georef: Georeference | null;
  remarks: Remark[];
}

// GeoTIFF 1.1 (OGC 19-008r4): what a file may say in its GeoKeys
const Keys = z.looseObject({
  GTModelTypeGeoKey: z.number().optional(),
  GTRasterTypeGeoKey: z.number().optional(),
  GTCitationGeoKey: z.string().optional(),
  PCSCitationGeoKey: z.string().optional(),
  GeogCitationGeoKey: z.string().optional(),
  ProjectedCSTypeGeoKey: z.number().optional(),
  GeographicTypeGeoKey: z.number().optional(),
  ProjLinearUnitsGeoKey: z.number().optional(),
});
type Keys = z.infer<typeof Keys>;

const MODEL_GEOGRAPHIC = 2;
const RASTER_PIXEL_IS_POINT = 2;
const USER_DEFINED = 32767;
/** GeoTIFF unit codes: metre, foot, US survey foot */
const UNIT_METRES: Record<number, number> = { 9001: 1, 9002: 0.3048, 9003: 1200 / 3937 };
/** A projection that stretches by more than this is not taken at its word for a pixel's size on the ground. */
const STRETCH_TOLERATED = 0.01;

/** Reads where a GeoTIFF lies. Null without a usable transformation; the remarks then say what was missing. */
export async function readGeoreference(
  image: GeoTIFFImage,
  orientation: Orientation,
): Promise<ReadGeoreference> {
  const keys = Keys.parse(image.getGeoKeys() ?? {});
  const file = await fileAffine(image, keys);
  if ('missing' in file)
    return { georef: null, remarks: file.missing === null ? [] : [file.missing] };
  const size = { width: image.getWidth(), height: image.getHeight() };
  const map = compose(uprightToFile(orientation, size), file.affine);
  const numbers = [...map] as [number, number, number, number, number, number];
  const system = await findSystem(keys, [map[2], map[5]]);
  const metresPerUnit = unitMetres(keys, system.proj4);
  const base = { epsg: system.epsg, name: system.name, proj4: system.proj4, metresPerUnit };
  const upright = uprightSize(orientation, size);
  const window = { x: 0, y: 0, ...upright };
  const pixel = pixelMetres({ ...base, affine: numbers }, window);
  const remarks: Remark[] = [];
  if (system.proj4 === null) {
    remarks.push(remark('unknownSystem', { system: system.name }));
  }
  if (pixel.remark !== null) remarks.push(pixel.remark);
  const footprint = windowRing({ proj4: system.proj4, affine: numbers }, window);
  return { georef: { ...base, affine: numbers, pixelM: pixel.metres, footprint }, remarks };
}

/** From the stored file's pixel corners to its system; or why there is none (null: the file says nothing at all). */
async function fileAffine(
  image: GeoTIFFImage,
  keys: Keys,
): Promise<{ affine: Affine<'file px', 'projected'> } | { missing: Remark | null }> {
  const tags = image.fileDirectory;
  const numbers = async (tag: 'ModelTransformation' | 'ModelPixelScale' | 'ModelTiepoint') =>
    tags.hasTag(tag) ? Array.from((await tags.loadValue(tag)) as ArrayLike<number>) : [];
  const matrix = await numbers('ModelTransformation');
  const [sx = 0, sy = 0] = await numbers('ModelPixelScale');
  const tie = await numbers('ModelTiepoint');
  let six: [number, number, number, number, number, number];
  if (matrix.length === 16) {
    const at = (i: number): number => matrix[i] ?? 0;
    six = [at(0), at(1), at(3), at(4), at(5), at(7)];
  } else if (sx !== 0 && sy !== 0 && tie.length >= 6) {
    const [i = 0, j = 0, , x = 0, y = 0] = tie;
    six = [sx, 0, x - i * sx, 0, -sy, y + j * sy];
  } else {
    const points = Math.floor(tie.length / 6);
    if (points === 0) return { missing: null };
    return { missing: remark('controlPoints', { points }) };
  }
  // PixelIsPoint names the centre of the first pixel; ours is its outer corner
  if (keys.GTRasterTypeGeoKey === RASTER_PIXEL_IS_POINT) {
    const [a, b, c, d, e, f] = six;
    six = [a, b, c - (a + b) / 2, d, e, f - (d + e) / 2];
  }
  const [a, b, , d, e] = six;
  if (!six.every(Number.isFinite) || a * e - b * d === 0) {
    return { missing: remark('badTransformation') };
  }
  return { affine: affine(six) };
}

interface System {
  epsg: number | null;
  name: string;
  proj4: string | null;
}

async function findSystem(keys: Keys, at: readonly [number, number]): Promise<System> {
  const names = [keys.PCSCitationGeoKey, keys.GTCitationGeoKey, keys.GeogCitationGeoKey]
    .map((name) =>
      name
        ?.replace(/^PCS Name = /, '')
        .replace(/[|\0].*$/s, '')
        .trim(),
    )
    .filter((name) => name !== undefined && name !== '');
  const code = [keys.ProjectedCSTypeGeoKey, keys.GeographicTypeGeoKey].find(
    (value) => value !== undefined && value !== USER_DEFINED && value > 0,
  );
  const entry = code === undefined ? await epsgByName(names[0] ?? '') : await epsgByCode(code);
  const name = entry?.name ?? names[0] ?? (code === undefined ? 'not named' : `EPSG:${code}`);
  const definition = entry?.proj4 ?? null;
  return {
    epsg: entry?.code ?? code ?? null,
    name,
    proj4: definition !== null && isUsable(definition, at) ? definition : null,
  };
}

/** Metres of one unit of the projected plane; null for degrees and where the file does not say. */
function unitMetres(keys: Keys, definition: string | null): number | null {
  if (definition !== null) {
    if (definition.includes('+proj=longlat')) return null;
    if (definition.includes('+units=us-ft')) return 1200 / 3937;
    if (definition.includes('+units=ft')) return 0.3048;
    const factor = /\+to_meter=([\d.]+)/.exec(definition)?.[1];
    return factor === undefined ? 1 : Number(factor);
  }
  if (keys.GTModelTypeGeoKey === MODEL_GEOGRAPHIC) return null;
  return UNIT_METRES[keys.ProjLinearUnitsGeoKey ?? 0] ?? null;
}

/**
 * Size of a pixel on the ground, across and down. The plane's own metres count, unless the projection stretches by more
 * than a hundredth at the picture's centre (world Mercator away from the equator, degrees): then what the ellipsoid says.
 */
function pixelMetres(
  georef: Pick<Georeference, 'proj4' | 'affine' | 'metresPerUnit'>,
  window: { width: number; height: number },
): { metres: [number, number] | null; remark: Remark | null } {
  const map = affine<'asset px', 'projected'>(georef.affine);
  const factor = georef.metresPerUnit;
  const steps = stepLengths(map);
  const flat: [number, number] | null =
    factor === null ? null : [steps[0] * factor, steps[1] * factor];
  const centre = { x: window.width / 2, y: window.height / 2 };
  // ten pixels are far enough for the rounding and near enough for the curvature
  const points = [
    assetPx(centre.x, centre.y),
    assetPx(centre.x + 10, centre.y),
    assetPx(centre.x, centre.y + 10),
  ];
  const [from, right, below] = points.map((point) => pixelToLonLat(georef, point));
  if (!from || !right || !below) return { metres: flat, remark: null };
  const ground: [number, number] = [
    groundDistance(from, right) / 10,
    groundDistance(from, below) / 10,
  ];
  if (flat === null) return { metres: ground, remark: null };
  const stretch = Math.sqrt((ground[0] * ground[1]) / (flat[0] * flat[1]));
  if (Math.abs(stretch - 1) <= STRETCH_TOLERATED) return { metres: flat, remark: null };
  const [x, y] = apply(map, assetPx(centre.x, centre.y));
  return {
    metres: ground,
    remark: remark('stretchedGround', {
      share: 1 / stretch - 1,
      x: x.toFixed(0),
      y: y.toFixed(0),
      ground: ground[0],
      flat: flat[0],
    }),
  };
}
