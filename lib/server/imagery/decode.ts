import { createWriteStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fromFile } from 'geotiff';
import { fileWindow } from '@/lib/geometry/orientation';
import { decodeInProcess } from '@/lib/server/imagery/decode-process';
import type { Inspection } from '@/lib/server/imagery/inspect';
import { Raster } from '@/lib/server/imagery/raster';
import type { RasterLayout, SampleType, PixelWindow } from '@/lib/server/imagery/raster';
import { asImportRefusal } from '@/lib/server/imagery/refusal';
import { decodeByVips } from '@/lib/server/imagery/vips.mjs';

/** Rows that geotiff.js is asked for at once, at most about this many numbers. */
const BATCH_NUMBERS = 4_000_000;
/** libvips writes a header of 64 bytes, then the pixels in order (libvips: iofuncs/vips.c) */
const VIPS_HEADER = 64;
const VIPS_FORMAT: Record<number, SampleType> = { 0: 'uint8', 2: 'uint16', 6: 'float32' };

/**
 * Starts decoding a picture into the scratch file `scratch` (which must end in .v) in one sequential pass, and opens it as
 * a raster as soon as its layout is known. Memory does not grow with the picture; the disk holds it uncompressed meanwhile.
 * With a `window` (of the upright picture) the raster is that part alone. With a `signal` decoding stops when it fires. Refusals of
 * the decoder come out of the raster's reads.
 */
export async function decode(
  source: string,
  inspection: Pick<Inspection, 'decoder' | 'orientation' | 'file'>,
  scratch: string,
  { window, signal }: { window?: PixelWindow; signal?: AbortSignal } = {},
): Promise<Raster> {
  const { decoder, orientation, file } = inspection;
  const part = window ? fileWindow(orientation, file, window) : { x: 0, y: 0, ...file };
  try {
    if (decoder.by === 'geotiff') {
      const { layout, decoding } = await decodeByGeotiff(source, { scratch, part, signal });
      return await Raster.open(scratch, { layout, orientation, decoding });
    }
    const decoding = decodeBySharp(source, decoder, {
      scratch,
      part: window ? part : null,
      signal,
    });
    const layout = await readVipsHeader(scratch, decoding);
    return await Raster.open(scratch, { layout, orientation, decoding });
  } catch (error) {
    throw asImportRefusal(error);
  }
}

async function decodeBySharp(
  source: string,
  decoder: Exclude<Inspection['decoder'], { by: 'geotiff' }>,
  {
    signal,
    ...order
  }: { scratch: string; part: PixelWindow | null; signal: AbortSignal | undefined },
): Promise<void> {
  const space = decoder.by === 'photo' ? null : decoder.space;
  const whole = { ...order, source, space };
  try {
    await (signal ? decodeInProcess(whole, signal) : decodeByVips(whole));
  } catch (error) {
    throw asImportRefusal(error);
  }
}

/** Reads the layout from the header of libvips' own format, once it has been written. */
async function readVipsHeader(scratch: string, decoding: Promise<void>): Promise<RasterLayout> {
  const progress = { ended: false };
  const end = decoding.then(() => {
    progress.ended = true;
  });
  end.catch(() => undefined);
  for (;;) {
    const ended = progress.ended;
    const head = await firstBytes(scratch, VIPS_HEADER);
    if (head) return parseVipsHeader(head);
    if (ended) throw new Error('libvips wrote no header');
    await Promise.race([sleep(5), end]);
  }
}

function parseVipsHeader(head: Buffer): RasterLayout {
  const format = head.readInt32LE(20);
  const type = VIPS_FORMAT[format];
  if (head.readUInt32BE(0) !== 0xb6a6f208 || type === undefined) {
    throw new Error(`libvips wrote a scratch file of an unexpected kind (format ${format})`);
  }
  return {
    width: head.readInt32LE(4),
    height: head.readInt32LE(8),
    bands: head.readInt32LE(12),
    type,
    offset: VIPS_HEADER,
  };
}

async function firstBytes(file: string, length: number): Promise<Buffer | null> {
  try {
    if ((await stat(file)).size < length) return null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const handle = await open(file);
  try {
    const head = Buffer.alloc(length);
    await handle.read(head, 0, length, 0);
    return head;
  } finally {
    await handle.close();
  }
}

/** What sharp does not hold: slower, row batches by geotiff.js. Other numbers than 8 and 16 bit unsigned become floats. */
async function decodeByGeotiff(
  source: string,
  {
    scratch,
    part,
    signal,
  }: { scratch: string; part: PixelWindow; signal: AbortSignal | undefined },
): Promise<{ layout: RasterLayout; decoding: Promise<void> }> {
  const tiff = await fromFile(source);
  const image = await tiff.getImage();
  const { width, height } = part;
  const bands = image.getSamplesPerPixel();
  const unsigned = image.getSampleFormat() === 1;
  const bits = image.getBitsPerSample();
  const type: SampleType =
    unsigned && bits <= 8 ? 'uint8' : unsigned && bits === 16 ? 'uint16' : 'float32';
  // whole blocks at a time: a strip or tile is decoded once
  const block = Math.max(1, image.getTileHeight());
  const batch = block * Math.max(1, Math.floor(BATCH_NUMBERS / (width * bands * block)));

  async function* rows(): AsyncGenerator<Buffer> {
    const [right, bottom] = [part.x + width, part.y + height];
    for (let top = part.y; top < bottom; top += batch) {
      const window = [part.x, top, right, Math.min(bottom, top + batch)];
      const numbers = await image.readRasters({ window, interleave: true });
      const kept = type === 'float32' ? Float32Array.from(numbers as ArrayLike<number>) : numbers;
      const view = kept as unknown as NodeJS.ArrayBufferView;
      yield Buffer.from(view.buffer, view.byteOffset, view.byteLength);
    }
  }
  const decoding = pipeline(
    Readable.from(rows(), { objectMode: false }),
    createWriteStream(scratch),
    signal ? { signal } : {},
  )
    .catch((error: unknown) => {
      throw asImportRefusal(error);
    })
    .finally(() => tiff.close());
  decoding.catch(() => undefined);
  // the raster opens the file at once
  while (!(await firstBytes(scratch, 0))) await sleep(2);
  return { layout: { width, height, bands, type, offset: 0 }, decoding };
}
