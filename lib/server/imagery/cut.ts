import { availableParallelism } from 'node:os';
import sharp from 'sharp';
import type { ChipWindow } from '@/lib/domain/grid/lattice';
import type { Raster, PixelWindow } from '@/lib/server/imagery/raster';
import type { Renderer } from '@/lib/server/imagery/render';
import { putObject } from '@/lib/server/objects/store';

export type ChipFormat = 'jpeg92' | 'webp-lossless';
export const CHIP_MEDIA_TYPE: Record<ChipFormat, string> = {
  jpeg92: 'image/jpeg',
  'webp-lossless': 'image/webp',
};

/** A chip whose picture is in the store. */
export interface CutChip extends ChipWindow {
  imageSha: string;
}

/** Bytes of decoded numbers that are held at once. */
const GROUP_BYTES = 48 * 1024 * 1024;

/**
 * Cuts the windows out of a raster and stores each as a picture: sRGB, no alpha, no metadata, exactly the window's pixels.
 * The same picture cut again gives the same bytes, so doing it twice changes nothing. Chips come back in the order given;
 * `onChip` is told how many are done. `signal` stops it.
 */
export async function cutChips(
  raster: Raster,
  windows: readonly ChipWindow[],
  options: {
    renderer: Renderer;
    format: ChipFormat;
    onChip: (done: number) => void;
    signal: AbortSignal;
  },
): Promise<CutChip[]> {
  const chips: CutChip[] = [];
  for (const group of groups(windows, raster)) {
    const first = group[0];
    const last = group.at(-1);
    if (!first || !last) continue;
    const span = { x: first.x, y: first.y, width: last.x + last.width - first.x };
    const height = Math.max(...group.map((chip) => chip.height));
    const rgb = await options.renderer.render(await raster.read({ ...span, height }));
    const waiting = [...group.entries()];
    const done: CutChip[] = [];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        options.signal.throwIfAborted();
        const [i, chip] = next;
        const pixels = crop(rgb, span.width, { ...chip, x: chip.x - span.x, y: 0 });
        const bytes = await unlessAborted(encode(pixels, chip, options.format), options.signal);
        const { sha256 } = await putObject(bytes);
        done[i] = { ...chip, imageSha: sha256 };
        options.onChip(chips.length + done.filter(Boolean).length);
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, work));
    chips.push(...done);
  }
  return chips;
}

/** libvips does not stop half way (a lossless chip of 4,096 px takes half a minute): nobody waits for what is dropped. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Neighbours of one row of chips, as many as fit into GROUP_BYTES of numbers. */
function groups(windows: readonly ChipWindow[], raster: Raster): ChipWindow[][] {
  const perPixel = raster.bands * { uint8: 1, uint16: 2, float32: 4 }[raster.layout.type];
  const result: ChipWindow[][] = [];
  for (const chip of windows) {
    const group = result.at(-1);
    const first = group?.[0];
    const bytes = first ? (chip.x + chip.width - first.x) * first.height * perPixel : 0;
    if (group && first?.gridRow === chip.gridRow && bytes <= GROUP_BYTES) group.push(chip);
    else result.push([chip]);
  }
  return result;
}

function crop(rgb: Uint8Array, stride: number, window: PixelWindow): Uint8Array {
  const row = window.width * 3;
  const pixels = new Uint8Array(row * window.height);
  for (let y = 0; y < window.height; y += 1) {
    const from = (y * stride + window.x) * 3;
    pixels.set(rgb.subarray(from, from + row), y * row);
  }
  return pixels;
}

/** Bytes of a picture from RGB pixels. Quality 92 without chroma subsampling, or lossless. */
export async function encode(
  pixels: Uint8Array,
  size: { width: number; height: number },
  format: ChipFormat,
): Promise<Buffer> {
  const raw = { width: size.width, height: size.height, channels: 3 } as const;
  const image = sharp(pixels, { raw });
  if (format === 'webp-lossless') return await image.webp({ lossless: true }).toBuffer();
  // a second pass over the Huffman tables would save 8 % of the bytes for twice the time (bench/cut.bench.ts)
  return await image
    .jpeg({ quality: 92, chromaSubsampling: '4:4:4', optimizeCoding: false })
    .toBuffer();
}

/** Longest side of an asset's preview. */
const PREVIEW_SIDE = 512;

/** Stores a JPEG of at most 512 px from a rendered sample of the picture. */
export async function storePreview(
  rgb: Uint8Array,
  sample: { width: number; height: number },
): Promise<string> {
  const raw = { width: sample.width, height: sample.height, channels: 3 } as const;
  const bytes = await sharp(rgb, { raw })
    .resize(PREVIEW_SIDE, PREVIEW_SIDE, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 82 })
    .toBuffer();
  return (await putObject(bytes)).sha256;
}
