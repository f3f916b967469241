import { MessageError } from '@/lib/domain/error/message-error';
import type { Pixels } from '@/lib/ml/preprocess/resample';

/** Decodes a PNG, JPEG or WebP to the numbers that are in the file: no colour management, no EXIF rotation. */
export async function decodePicture(blob: Blob): Promise<Pixels> {
  const bitmap = await createImageBitmap(blob, {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
    imageOrientation: 'none',
  });
  try {
    const { width, height } = bitmap;
    const context = readableCanvas(width, height);
    context.drawImage(bitmap, 0, 0);
    return { width, height, channels: 4, data: context.getImageData(0, 0, width, height).data };
  } finally {
    bitmap.close();
  }
}

/** Whether the browser changes pixels when a page reads them (protection against fingerprinting does). */
export function pixelsAreAltered(): boolean {
  const side = 16;
  const context = readableCanvas(side, side);
  const drawn = new ImageData(side, side);
  drawn.data.forEach((_, i) => (drawn.data[i] = i % 4 === 3 ? 255 : (i * 37) % 256));
  context.putImageData(drawn, 0, 0);
  const found = context.getImageData(0, 0, side, side).data;
  return drawn.data.some((value, i) => found[i] !== value);
}

function readableCanvas(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new MessageError('browserModel.noCanvas');
  return context;
}
