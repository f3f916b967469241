import { setImmediate } from 'node:timers/promises';
import { AppError } from '@/lib/server/app-error';

/** GeoJSON and VOC name an object a few hundred bytes; whoever has more sends CSV, which has no end. */
const MAX_BYTES = 64 * 1024 ** 2;
/** Read in one go: about a millisecond's work. */
const PIECE = 32 * 1024;

/**
 * A body in small pieces, with a turn for other requests after each: readers work piece by piece, so that no file holds the
 * process up.
 * @throws AppError `too_large`
 */
export async function* pieces(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new AppError('too_large', 'labelImport.tooLarge');
    for (let from = 0; from < chunk.length; from += PIECE) {
      yield chunk.subarray(from, from + PIECE);
      await setImmediate();
    }
  }
}
