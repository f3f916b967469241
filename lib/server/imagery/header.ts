import type { Remark } from '@/lib/domain/asset/remark';
import type { Georeference } from '@/lib/domain/asset/schema';
import type { Orientation } from '@/lib/geometry/orientation';

/**
 * How the pixels are decoded. photo: by sharp to sRGB (profiles, palettes, CMYK, YCbCr). data: by sharp with the numbers
 * as they stand (16 bit, float, more than RGB). geotiff: by geotiff.js what sharp does not hold (more than 5 bands,
 * signed numbers, doubles). `space` is sharp's name of the colour space that the numbers stay in.
 */
export type Decoder = { by: 'photo' } | { by: 'data'; space: string } | { by: 'geotiff' };

/** What the two readers of headers answer. */
export interface Header {
  file: { width: number; height: number };
  orientation: Orientation;
  bitDepth: number;
  decoder: Decoder;
  noData: number | null;
  georef: Georeference | null;
  notes: Remark[];
  transform: Remark[];
}
