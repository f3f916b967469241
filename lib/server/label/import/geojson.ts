import { z } from 'zod';
import { AppError } from '@/lib/server/app-error';
import type { LabelFile, LabelLine } from '@/lib/server/label/import/lines';

const Collection = z.object({
  type: z.literal('FeatureCollection'),
  /** legacy member (GeoJSON 2008): names a projected system; without it coordinates are degrees (RFC 7946) */
  crs: z.object({ properties: z.object({ name: z.string() }) }).nullish(),
  features: z.array(z.unknown()),
});

const Feature = z.object({
  geometry: z.object({
    type: z.literal('Point'),
    coordinates: z.array(z.number()).min(2),
  }),
  properties: z.record(z.string(), z.unknown()).nullish(),
});

const ASSET_NAMES = ['asset', 'image_path', 'image', 'filename', 'file'];
const CLASS_NAMES = ['class', 'label'];

/**
 * Reads GeoJSON points. Asset and class may stand in the properties under the names of the CSV columns; a point without
 * an asset belongs to the georeferenced one that it lies in.
 * @throws AppError `invalid` when it is no collection of features, or names a system by anything but an EPSG code
 */
export function readGeoJson(text: string): LabelFile {
  const { crs, features } = parse(text);
  const lines = features.map((feature, i): LabelLine => {
    const line = i + 1;
    const point = Feature.safeParse(feature);
    if (!point.success) {
      return { kind: 'problem', line, code: 'unreadable', text: 'the feature is no point' };
    }
    const { geometry, properties } = point.data;
    const [x = NaN, y = NaN] = geometry.coordinates;
    const said = (names: readonly string[]): string => {
      const value = names
        .map((name) => properties?.[name])
        .find((v) => v !== null && v !== undefined);
      return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    };
    return { kind: 'ground', line, asset: said(ASSET_NAMES), x, y, class: said(CLASS_NAMES) };
  });
  return { kind: 'points', epsg: epsgOf(crs?.properties.name), lines };
}

function parse(text: string): z.infer<typeof Collection> {
  try {
    return Collection.parse(JSON.parse(text));
  } catch {
    throw new AppError('invalid', 'labelImport.geojson');
  }
}

/** 26910 for "urn:ogc:def:crs:EPSG::26910" or "EPSG:26910"; degrees (4326) where nothing is named. */
function epsgOf(name: string | undefined): number {
  if (name === undefined || name.endsWith('CRS84')) return 4326;
  const code = /EPSG:{1,2}(?:[\d.]*:)?(\d+)$/.exec(name)?.[1];
  if (code === undefined) {
    throw new AppError('invalid', 'labelImport.crs', { name: name.slice(0, 100) });
  }
  return Number(code);
}
