import { AppError } from '@/lib/server/app-error';
import { toNumber } from '@/lib/server/label/import/lines';
import type { LabelFile, LabelLine } from '@/lib/server/label/import/lines';

/**
 * Reads one Pascal VOC annotation. One that lists no object says that its picture was looked at and shows nothing.
 * @throws AppError `invalid` when it is no annotation
 */
export function readVoc(xml: string): LabelFile {
  if (!/<annotation\b/.test(xml)) {
    throw new AppError('invalid', 'labelImport.voc');
  }
  const objects = xml.match(/<object>[\s\S]*?<\/object>/g) ?? [];
  const asset = textOf(xml.replaceAll(/<object>[\s\S]*?<\/object>/g, ''), 'filename');
  const lines = objects.map((object, i): LabelLine => {
    const line = i + 1;
    const [xmin, ymin, xmax, ymax] = ['xmin', 'ymin', 'xmax', 'ymax'].map((name) =>
      toNumber(textOf(object, name)),
    ) as [number | null, number | null, number | null, number | null];
    if (xmin === null || ymin === null || xmax === null || ymax === null) {
      return { kind: 'problem', line, code: 'number', text: 'the box lacks an edge' };
    }
    const x = (xmin + xmax) / 2;
    const y = (ymin + ymax) / 2;
    return { kind: 'object', line, asset, x, y, class: textOf(object, 'name') };
  });
  if (lines.length === 0) lines.push({ kind: 'looked', line: 1, asset });
  return { kind: 'boxes', epsg: null, lines };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
};

function textOf(xml: string, tag: string): string {
  const text = new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml)?.[1] ?? '';
  return text
    .replaceAll(/&(?:lt|gt|quot|apos|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .trim();
}
