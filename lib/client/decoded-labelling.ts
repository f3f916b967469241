import { bytesOf } from '@/lib/domain/label/cells';
import type { LabellingView } from '@/lib/domain/label/schema';

/** A labelling as the browser holds it: its cells are bytes, row by row. Base64 is only how they travel. */
export type DecodedLabelling = Omit<LabellingView, 'cells'> & { readonly cells: Uint8Array };

/** A labelling as it came from the server. */
export function decodeLabelling({ cells, ...labelling }: LabellingView): DecodedLabelling {
  return { ...labelling, cells: bytesOf(cells) };
}
