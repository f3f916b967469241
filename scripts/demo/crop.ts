import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fromFile, writeArrayBuffer } from 'geotiff';
import sharp from 'sharp';
import { CHIP_PX, PICTURES } from './tree-crowns';
import type { Picture } from './tree-crowns';

/**
 * Writes the part of every picture that is whole chips, so that no chip is a sliver, and returns the new folder. What is written
 * takes its place when it is whole.
 */
export async function cropPictures(folder: string, target: string): Promise<string> {
  await mkdir(target, { recursive: true });
  for (const picture of PICTURES) {
    const bytes = await cropped(path.join(folder, picture.file), picture);
    const file = path.join(target, picture.file);
    await writeFile(`${file}.part`, bytes);
    await rename(`${file}.part`, file);
  }
  return target;
}

async function cropped(file: string, { epsg, from = { x: 0, y: 0 } }: Picture): Promise<Buffer> {
  const { width, height } = await sharp(file).metadata();
  const whole = (pixels: number): number => pixels - (pixels % CHIP_PX);
  const size = { width: whole(width - from.x), height: whole(height - from.y) };
  const part = sharp(file).extract({ left: from.x, top: from.y, ...size });
  if (epsg === undefined) return part.png().toBuffer();
  const tiff = await fromFile(file);
  const directory = (await tiff.getImage()).fileDirectory;
  const numbers = async (tag: 'ModelPixelScale' | 'ModelTiepoint'): Promise<number[]> =>
    Array.from((await directory.loadValue(tag)) as ArrayLike<number>);
  const metadata = {
    ...size,
    ModelPixelScale: await numbers('ModelPixelScale'),
    ModelTiepoint: moved(await numbers('ModelTiepoint'), from),
    GTModelTypeGeoKey: 1,
    GTRasterTypeGeoKey: 1,
    ProjectedCSTypeGeoKey: epsg,
  };
  await tiff.close();
  return Buffer.from(writeArrayBuffer(await part.raw().toBuffer(), metadata));
}

/** A tie point (pixel i, j, k to x, y, z) as the cropped picture has it: its pixel lies nearer to the new corner. */
function moved([i = 0, j = 0, ...rest]: readonly number[], from: { x: number; y: number }) {
  return [i - from.x, j - from.y, ...rest];
}
