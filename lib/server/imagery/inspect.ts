import { open, stat } from 'node:fs/promises';
import sharp from 'sharp';
import type { Metadata } from 'sharp';
import { MEDIA_TYPE, nameRemark, sniff, SNIFF_BYTES } from '@/lib/domain/import/sniff';
import type { PictureKind } from '@/lib/domain/import/sniff';
import { remark } from '@/lib/domain/asset/remark';
import type { Remark } from '@/lib/domain/asset/remark';
import type { Georeference } from '@/lib/domain/asset/schema';
import { uprightSize } from '@/lib/geometry/orientation';
import type { Orientation } from '@/lib/geometry/orientation';
import { readFileWords } from '@/lib/server/imagery/exif';
import type { FileWords } from '@/lib/server/imagery/exif';
import type { Decoder, Header } from '@/lib/server/imagery/header';
import { toOrientation } from '@/lib/server/imagery/orientation-tag';
import { asImportRefusal, ImportRefusal } from '@/lib/server/imagery/refusal';
import { inspectTiff } from '@/lib/server/imagery/tiff';

/** What is known of a picture before its pixels are read. */
export interface Inspection {
  kind: PictureKind;
  mediaType: string;
  bytes: number;
  /** size as stored */
  file: { width: number; height: number };
  /** size after the orientation: what the rest of Quadrat calls the asset's size */
  width: number;
  height: number;
  orientation: Orientation;
  bitDepth: number;
  decoder: Decoder;
  /** the value that stands for "nothing was measured here" */
  noData: number | null;
  georef: Georeference | null;
  words: FileWords;
  /** remarks that did not keep it out */
  notes: Remark[];
  /** how its pixels will differ from the file's */
  transform: Remark[];
}

/**
 * Looks at a file by its content and decides whether and how it can be read; no pixels are decoded.
 * @throws ImportRefusal EMPTY, NOT_A_PICTURE, TRUNCATED, UNREADABLE, TOO_MANY_PIXELS
 */
export async function inspectFile(
  file: string,
  name: string,
  limits: { pixels: number },
): Promise<Inspection> {
  const { size: bytes } = await stat(file);
  if (bytes === 0) throw new ImportRefusal('EMPTY');
  const kind = await kindOf(file, name);
  const header = kind === 'tiff' ? await inspectTiff(file, bytes) : await inspectByTags(file);
  const { width, height } = uprightSize(header.orientation, header.file);
  if (width * height > limits.pixels) {
    throw new ImportRefusal('TOO_MANY_PIXELS', { width, height, limit: limits.pixels });
  }
  const otherKind = nameRemark(name, kind);
  return {
    ...header,
    kind,
    mediaType: MEDIA_TYPE[kind],
    bytes,
    width,
    height,
    words: await readFileWords(file),
    notes: [...(otherKind === null ? [] : [otherKind]), ...header.notes],
    transform: [
      ...(header.orientation === 1 ? [] : [remark('turned', { orientation: header.orientation })]),
      ...header.transform,
    ],
  };
}

async function kindOf(file: string, name: string): Promise<PictureKind> {
  const handle = await open(file);
  try {
    const head = Buffer.alloc(SNIFF_BYTES);
    const { bytesRead } = await handle.read(head, 0, SNIFF_BYTES, 0);
    const found = sniff(head.subarray(0, bytesRead));
    if ('kind' in found) return found.kind;
    throw new ImportRefusal('NOT_A_PICTURE', { name, seems: found.seems });
  } finally {
    await handle.close();
  }
}

/** JPEG, PNG and WebP: sharp tells all there is to know. */
async function inspectByTags(file: string): Promise<Header> {
  let meta: Metadata;
  try {
    meta = await sharp(file, { limitInputPixels: false }).metadata();
  } catch (error) {
    throw asImportRefusal(error);
  }
  const wide = meta.depth === 'ushort';
  const grey = meta.space === 'b-w' && meta.depth === 'uchar';
  const transform: Remark[] = [];
  if (meta.space === 'cmyk') transform.push(remark('cmyk'));
  else if (meta.icc && !wide && !grey) transform.push(remark('profile'));
  if (meta.hasAlpha) transform.push(remark('noAlpha'));
  return {
    file: { width: meta.width, height: meta.height },
    orientation: toOrientation(meta.orientation),
    bitDepth: wide ? 16 : 8,
    decoder: wide || grey ? { by: 'data', space: meta.space } : { by: 'photo' },
    noData: null,
    georef: null,
    notes: [],
    transform,
  };
}
