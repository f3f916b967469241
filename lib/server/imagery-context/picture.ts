import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { AppError } from '@/lib/server/app-error';
import type { Rendering } from '@/lib/domain/asset/schema';
import { surroundingWindow } from '@/lib/domain/imagery-context/surroundings';
import { env } from '@/lib/server/env';
import { cachedFile } from '@/lib/server/imagery-context/cache';
import type { CachedFile } from '@/lib/server/imagery-context/cache';
import type { ChipContext, ContextAsset } from '@/lib/server/imagery-context/data';
import { neededWindow, register } from '@/lib/server/imagery-context/registration';
import { resample } from '@/lib/server/imagery-context/resample';
import type { RgbWindow } from '@/lib/server/imagery-context/resample';
import { encode } from '@/lib/server/imagery/cut';
import { withScratch } from '@/lib/server/imagery/scratch';
import { decode } from '@/lib/server/imagery/decode';
import { inspectFile } from '@/lib/server/imagery/inspect';
import type { Inspection } from '@/lib/server/imagery/inspect';
import type { PixelWindow } from '@/lib/server/imagery/raster';
import { Renderer, chooseStretch, samplePicture } from '@/lib/server/imagery/render';
import { objectBytes, objectPath } from '@/lib/server/objects/store';

/** Goes into every recipe: raise it when the same recipe shall give another picture. */
const VERSION = 1;
/** Numbers of a window that are read at once. */
const MOST_NUMBERS = 64_000_000;

type Bands = readonly [number, number, number];

/** The chip's own window in other bands (from 1), out of the kept original. */
export async function chipPicture(
  chip: ChipContext,
  bands: Bands | undefined,
): Promise<CachedFile> {
  return await windowPicture(chip.asset, chip.window, bands);
}

/** The chip with the ground around it (lib/domain/imagery-context/surroundings.ts), in the chip's own pixels. */
export async function chipSurroundings(
  chip: ChipContext,
  bands: Bands | undefined,
): Promise<CachedFile> {
  return await windowPicture(chip.asset, surroundingWindow(chip.window, chip.asset), bands);
}

async function windowPicture(
  asset: ContextAsset,
  window: PixelWindow,
  bands: Bands | undefined,
): Promise<CachedFile> {
  const rendering = await renderingOf(asset, bands);
  return await cachedFile([VERSION, 'window', asset.sha256, window, rendering], async () => {
    const { rgb } = await readRgb(asset, window, rendering);
    return await encode(rgb, window, 'jpeg92');
  });
}

/**
 * The ground of a chip as another asset shows it, in the chip's own pixels: JPEG, or PNG where that asset ends within the chip.
 * @throws AppError `not_ready` in words where it cannot be made
 */
export async function chipOnOtherDate(
  chip: ChipContext,
  other: ContextAsset,
  bands: Bands | undefined,
): Promise<CachedFile> {
  const { window, asset } = chip;
  if (!asset.georef || !other.georef) {
    throw new AppError('not_ready', 'overlay.noCoordinates');
  }
  const placed = register(window, asset.georef, other.georef);
  if ('why' in placed) throw new AppError('not_ready', placed.why.key, placed.why.values);
  const needed = neededWindow(placed.map, window, other);
  if (!needed) throw new AppError('not_ready', 'overlay.elsewhere');
  // the same combination where the other picture has those bands, else as it was imported
  const rendering = await renderingOf(
    other,
    bands && Math.max(...bands) <= other.bands ? bands : undefined,
  );
  const recipe = [VERSION, 'other-date', other.sha256, placed.map, window, rendering];
  return await cachedFile(recipe, async () => {
    const source = await readRgb(other, needed, rendering);
    const { rgba, whole } = await resample(source, placed.map, window);
    const raw = { width: window.width, height: window.height, channels: 4 } as const;
    const image = sharp(rgba, { raw });
    return whole
      ? await image.removeAlpha().jpeg({ quality: 92, chromaSubsampling: '4:4:4' }).toBuffer()
      : await image.png({ compressionLevel: 6 }).toBuffer();
  });
}

type Shown = Pick<Rendering, 'bands' | 'stretch'>;

/** How the asset is rendered in chosen bands (from 1): as the import would have done it had they been chosen then. */
async function renderingOf(asset: ContextAsset, bands: Bands | undefined): Promise<Shown> {
  if (!bands) return asset.rendering;
  if (Math.max(...bands) > asset.bands) {
    throw new AppError('invalid', 'imagery.bands', { bands: asset.bands });
  }
  const shown: Rendering['bands'] = [bands[0] - 1, bands[1] - 1, bands[2] - 1];
  // 8-bit pictures are shown as they are unless somebody chose a stretch; an import gives all others one
  if (asset.rendering.stretch === null) return { bands: shown, stretch: null };
  return { bands: shown, stretch: await stretchOf(asset, shown) };
}

async function readRgb(
  asset: ContextAsset,
  window: PixelWindow,
  rendering: Shown,
): Promise<RgbWindow> {
  const pixels = window.width * window.height;
  if (pixels * asset.bands > MOST_NUMBERS) {
    throw new AppError('not_ready', 'overlay.tooManyPixels', { pixels, name: asset.name });
  }
  const inspection = await inspectOriginal(asset);
  return await withScratch(async (scratch) => {
    const raster = await decode(objectPath(asset.sha256), inspection, scratch, { window });
    try {
      await raster.whole();
      const { width, height } = raster;
      const samples = await raster.read({ x: 0, y: 0, width, height });
      return { rgb: await new Renderer(raster, rendering).render(samples), window };
    } finally {
      await raster.close();
    }
  });
}

/**
 * The stretch of bands as the import would have chosen it: from a sample of the whole picture, not of the window, so that one
 * brightness means the same on every chip. Worked out once.
 */
async function stretchOf(
  asset: ContextAsset,
  shown: Rendering['bands'],
): Promise<Rendering['stretch']> {
  const { kind } = asset.rendering.choice;
  const { file } = await cachedFile([VERSION, 'stretch', asset.sha256, shown, kind], async () => {
    const inspection = await inspectOriginal(asset);
    return await withScratch(async (scratch) => {
      const raster = await decode(objectPath(asset.sha256), inspection, scratch);
      try {
        const { samples } = await samplePicture(raster);
        await raster.whole();
        const { noData } = inspection;
        const stretch = await chooseStretch(samples, raster, { shown, noData, kind });
        return Buffer.from(JSON.stringify(stretch));
      } finally {
        await raster.close();
      }
    });
  });
  return JSON.parse(await readFile(file, 'utf8')) as Rendering['stretch'];
}

async function inspectOriginal(asset: ContextAsset): Promise<Inspection> {
  if ((await objectBytes(asset.sha256)) === null) {
    throw new AppError('gone', 'imagery.originalGone');
  }
  const limits = { pixels: env().QUADRAT_MAX_PIXELS };
  return await inspectFile(objectPath(asset.sha256), asset.name, limits);
}
