import { TokenParser, Tokenizer, TokenType } from '@streamparser/json';
import { z } from 'zod';
import { AppError } from '@/lib/server/app-error';
import { CocoParts } from '@/lib/server/label/import/coco';
import type { LabelFile, LabelLine } from '@/lib/server/label/import/lines';
import { pieces } from '@/lib/server/label/import/pieces';

/** Legacy member (GeoJSON 2008): names a projected system; without it coordinates are degrees (RFC 7946). */
const Crs = z.object({ properties: z.object({ name: z.string() }) }).nullable();

const Feature = z.object({
  geometry: z.object({
    type: z.literal('Point'),
    coordinates: z.array(z.number()).min(2),
  }),
  properties: z.record(z.string(), z.unknown()).nullish(),
});

const ASSET_NAMES = ['asset', 'image_path', 'image', 'filename', 'file'];
const CLASS_NAMES = ['class', 'label'];

const PATHS = [
  ...['$.type', '$.crs', '$.features.*'],
  ...['$.images.*', '$.annotations.*', '$.categories.*'],
];

/** Deeper than any geometry is nested. */
const MAX_DEPTH = 32;

/**
 * Reads a JSON file: GeoJSON points, or COCO (lib/server/label/import/coco.ts). Of GeoJSON, asset and class may stand in the properties under the names of the CSV columns; a point without
 * an asset belongs to the georeferenced one that it lies in.
 * @throws AppError `invalid` when it is neither, or names a system by anything but an EPSG code; `too_large`
 */
export async function readJsonLabels(body: AsyncIterable<Uint8Array>): Promise<LabelFile> {
  const lines: LabelLine[] = [];
  const head: Record<string, unknown> = {};
  const coco = new CocoParts();
  await parse(body, (name, value) => {
    if (typeof name === 'string') head[name] = value;
    else if (!coco.take(value)) lines.push(toLine(value, lines.length + 1));
  });
  if (head['type'] === undefined && !coco.isEmpty) return coco.toFile();
  if (head['type'] !== 'FeatureCollection') notGeoJson();
  const crs = Crs.safeParse(head['crs'] ?? null);
  if (!crs.success) notGeoJson();
  return { kind: 'points', epsg: epsgOf(crs.data?.properties.name), lines };
}

function toLine(feature: unknown, line: number): LabelLine {
  const point = Feature.safeParse(feature);
  if (!point.success) {
    return { kind: 'problem', line, code: 'unreadable', values: {} };
  }
  const { geometry, properties } = point.data;
  const [x = NaN, y = NaN] = geometry.coordinates;
  const property = (names: readonly string[]): string => {
    const value = names
      .map((name) => properties?.[name])
      .find((v) => v !== null && v !== undefined);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  return { kind: 'ground', line, asset: property(ASSET_NAMES), x, y, class: property(CLASS_NAMES) };
}

/** Hands out the collection's type and system by name, and its features by number, each as soon as it is read. */
async function parse(
  body: AsyncIterable<Uint8Array>,
  take: (name: string | number, value: unknown) => void,
): Promise<void> {
  const tokenizer = new Tokenizer();
  const parser = new TokenParser({ paths: PATHS, keepStack: false });
  let depth = 0;
  tokenizer.onToken = (token) => {
    if (token.token === TokenType.LEFT_BRACE || token.token === TokenType.LEFT_BRACKET) depth += 1;
    if (token.token === TokenType.RIGHT_BRACE || token.token === TokenType.RIGHT_BRACKET)
      depth -= 1;
    if (depth > MAX_DEPTH) notGeoJson();
    parser.write(token);
  };
  parser.onValue = ({ key, value }) => {
    if (key !== undefined) take(key, value);
  };
  tokenizer.onError = notGeoJson;
  parser.onError = notGeoJson;
  for await (const piece of pieces(body)) tokenizer.write(piece);
  if (!parser.isEnded) notGeoJson();
}

function notGeoJson(): never {
  throw new AppError('invalid', 'labelImport.geojson');
}

/** 26910 for "urn:ogc:def:crs:EPSG::26910" or "EPSG:26910"; degrees (4326) where nothing is named. */
function epsgOf(name: string | undefined): number {
  if (name === undefined || name.endsWith('CRS84')) return 4326;
  const code = /EPSG:{1,2}(?:[\d.]{0,20}:)?(\d{1,9})$/.exec(name)?.[1];
  if (code === undefined) {
    throw new AppError('invalid', 'labelImport.crs', { name: name.slice(0, 100) });
  }
  return Number(code);
}
