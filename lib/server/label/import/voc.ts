import { SaxesParser } from 'saxes';
import { AppError } from '@/lib/server/app-error';
import { toNumber } from '@/lib/server/label/import/lines';
import type { LabelFile, LabelLine } from '@/lib/server/label/import/lines';
import { pieces } from '@/lib/server/label/import/pieces';

const EDGES = ['xmin', 'ymin', 'xmax', 'ymax'] as const;

/** What is read of an <object>, by its path below it. */
const FIELDS: ReadonlyMap<string, 'name' | (typeof EDGES)[number]> = new Map([
  ['name', 'name'],
  ...EDGES.map((edge) => [`bndbox/${edge}`, edge] as const),
]);

type VocObject = Partial<Record<'name' | (typeof EDGES)[number], string>>;

/** Deeper than any annotation is nested. */
const MAX_DEPTH = 32;

/**
 * Reads one Pascal VOC annotation. One that lists no object says that its picture was looked at and shows nothing. Entities
 * that a file declares itself are none.
 * @throws AppError `invalid` when it is no annotation, `too_large`
 */
export async function readVoc(body: AsyncIterable<Uint8Array>): Promise<LabelFile> {
  const { objects, filename } = await parse(body);
  const lines = objects.map((object, i) => toLine(object, i + 1, filename));
  if (lines.length === 0) lines.push({ kind: 'looked', line: 1, asset: filename });
  return { kind: 'boxes', epsg: null, lines };
}

function toLine(object: VocObject, line: number, asset: string): LabelLine {
  const [xmin = null, ymin = null, xmax = null, ymax = null] = EDGES.map((edge) =>
    toNumber(object[edge] ?? ''),
  );
  if (xmin === null || ymin === null || xmax === null || ymax === null) {
    return { kind: 'problem', line, code: 'boxEdge', values: {} };
  }
  const name = object.name ?? '';
  return { kind: 'object', line, asset, x: (xmin + xmax) / 2, y: (ymin + ymax) / 2, class: name };
}

async function parse(
  body: AsyncIterable<Uint8Array>,
): Promise<{ objects: VocObject[]; filename: string }> {
  const objects: VocObject[] = [];
  let filename: string | undefined;
  let open: string[] = [];
  let words = '';

  const parser = new SaxesParser();
  parser.on('error', notVoc);
  parser.on('opentag', ({ name }) => {
    open.push(name);
    words = '';
    if (open[0] !== 'annotation' || open.length > MAX_DEPTH) notVoc();
    if (open.length === 2 && name === 'object') objects.push({});
  });
  parser.on('text', (text) => {
    words += text;
  });
  parser.on('closetag', () => {
    const [, outer, ...inner] = open;
    if (outer === 'filename' && inner.length === 0) filename ??= words.trim();
    const field = outer === 'object' ? FIELDS.get(inner.join('/')) : undefined;
    const object = objects.at(-1);
    if (field && object) object[field] ??= words.trim();
    open = open.slice(0, -1);
    words = '';
  });

  const decoder = new TextDecoder();
  for await (const piece of pieces(body)) parser.write(decoder.decode(piece, { stream: true }));
  parser.write(decoder.decode()).close();
  return { objects, filename: filename ?? '' };
}

function notVoc(): never {
  throw new AppError('invalid', 'labelImport.voc');
}
