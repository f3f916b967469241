import { open } from 'node:fs/promises';
import { fromFile } from 'geotiff';
import type { GeoTIFFImage } from 'geotiff';
import sharp from 'sharp';
import { remark } from '@/lib/domain/asset/remark';
import type { Remark } from '@/lib/domain/asset/remark';
import { readGeoreference } from '@/lib/server/imagery/georeference';
import type { Decoder, Header } from '@/lib/server/imagery/header';
import { asImportRefusal, cutOff } from '@/lib/server/imagery/refusal';
import { toOrientation } from '@/lib/server/imagery/orientation-tag';

const PALETTE = 3;
const CMYK = 5;
/** RGB, palette, CMYK, YCbCr, CIE Lab: what is a photo when it has 8 bits or less */
const PHOTO = new Set([2, PALETTE, CMYK, 6, 8]);
/** ExtraSamples: transparency, with the colours multiplied by it or not. Often it is infrared in truth. */
const ALPHA = new Set([1, 2]);
const UNSIGNED = 1;
const FLOAT = 3;
/** none, CCITT, LZW, JPEG, deflate (both numbers), PackBits: what sharp's libtiff was built with */
const SHARP_COMPRESSIONS = new Set([1, 2, 3, 4, 5, 7, 8, 32946, 32773]);
/** sharp's own limit */
const SHARP_BANDS = 5;

/** Reads a TIFF's first picture: its tags by geotiff.js, its coordinates, and how its pixels are to be decoded. */
export async function inspectTiff(file: string, bytes: number): Promise<Header> {
  await checkDirectory(file, bytes);
  try {
    const tiff = await fromFile(file);
    try {
      const image = await tiff.getImage();
      return await readHeader(file, image, bytes);
    } finally {
      await tiff.close();
    }
  } catch (error) {
    throw asImportRefusal(error);
  }
}

async function readHeader(file: string, image: GeoTIFFImage, bytes: number): Promise<Header> {
  await checkExtent(image, bytes);
  const tags = image.fileDirectory;
  const orientation = toOrientation(
    Number(tags.hasTag('Orientation') ? await tags.loadValue('Orientation') : 1),
  );
  const photometric = Number(
    tags.hasTag('PhotometricInterpretation')
      ? await tags.loadValue('PhotometricInterpretation')
      : 1,
  );
  const bands = image.getSamplesPerPixel();
  const bitDepth = image.getBitsPerSample();
  const { georef, remarks } = await readGeoreference(image, orientation);
  const decoder = await chooseDecoder(file, {
    bands,
    bitDepth,
    photometric,
    format: image.getSampleFormat(),
    compression: Number(tags.hasTag('Compression') ? await tags.loadValue('Compression') : 1),
  });
  const transform: Remark[] = [];
  if (photometric === CMYK) transform.push(remark('cmyk'));
  if (photometric === PALETTE) transform.push(remark('palette'));
  if (tags.hasTag('ICCProfile') && decoder.by === 'photo') {
    transform.push(remark('profile'));
  }
  const extra = tags.hasTag('ExtraSamples') ? await tags.loadValue('ExtraSamples') : [];
  const alpha = Array.from(extra as ArrayLike<number>).findIndex((kind) => ALPHA.has(kind));
  if (alpha >= 0) {
    const band = bands - (extra as ArrayLike<number>).length + alpha + 1;
    transform.push(remark('alphaBand', { band }));
  }
  return {
    file: { width: image.getWidth(), height: image.getHeight() },
    orientation,
    bitDepth,
    decoder,
    noData: image.getGDALNoData(),
    georef,
    notes: remarks,
    transform,
  };
}

async function chooseDecoder(
  file: string,
  tags: {
    bands: number;
    bitDepth: number;
    photometric: number;
    format: number;
    compression: number;
  },
): Promise<Decoder> {
  const { bands, bitDepth, photometric, format, compression } = tags;
  const numbers =
    (format === UNSIGNED && (bitDepth <= 8 || bitDepth === 16)) ||
    (format === FLOAT && bitDepth === 32);
  if (!numbers || bands > SHARP_BANDS || !SHARP_COMPRESSIONS.has(compression)) {
    return { by: 'geotiff' };
  }
  if (bitDepth <= 8 && PHOTO.has(photometric)) return { by: 'photo' };
  const { space } = await sharp(file, { limitInputPixels: false }).metadata();
  return { by: 'data', space };
}

/** A header that points past the end of the file belongs to one that was cut off; decoders only say "corrupt". */
async function checkDirectory(file: string, bytes: number): Promise<void> {
  const handle = await open(file);
  try {
    const head = Buffer.alloc(16);
    await handle.read(head, 0, 16, 0);
    const little = head[0] === 0x49;
    const big = (little ? head.readUInt16LE(2) : head.readUInt16BE(2)) === 43;
    const at = big
      ? Number(little ? head.readBigUInt64LE(8) : head.readBigUInt64BE(8))
      : little
        ? head.readUInt32LE(4)
        : head.readUInt32BE(4);
    if (bytes < 16 || at + 2 > bytes) {
      throw cutOff('directory', at, bytes);
    }
  } finally {
    await handle.close();
  }
}

/** Strips or tiles that should lie beyond the end of the file. */
async function checkExtent(image: GeoTIFFImage, bytes: number): Promise<void> {
  const [offsets, counts] = image.isTiled
    ? (['TileOffsets', 'TileByteCounts'] as const)
    : (['StripOffsets', 'StripByteCounts'] as const);
  const starts = await numbersOf(image, offsets);
  const lengths = await numbersOf(image, counts);
  const end = starts.reduce((most, start, i) => Math.max(most, start + (lengths[i] ?? 0)), 0);
  if (end > bytes) throw cutOff('pixels', end, bytes);
}

async function numbersOf(
  image: GeoTIFFImage,
  tag: 'TileOffsets' | 'TileByteCounts' | 'StripOffsets' | 'StripByteCounts',
): Promise<number[]> {
  if (!image.fileDirectory.hasTag(tag)) return [];
  const value: unknown = await image.fileDirectory.loadValue(tag);
  if (typeof value === 'number' || typeof value === 'bigint') return [Number(value)];
  return Array.from(value as ArrayLike<number | bigint>, Number);
}
