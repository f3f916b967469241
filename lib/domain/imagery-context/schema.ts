import { z } from 'zod';
import { text } from '@/lib/contracts/bounds';
import { ErrorMessageView, errorKey } from '@/lib/domain/error/message';
import { readBands } from '@/lib/domain/imagery-context/bands';

/** Bands from 1 that become red, green and blue: "4,1,2". */
const BandWords = text(40)
  .transform((words, context) => {
    const bands = readBands(words);
    if (bands) return bands;
    context.addIssue(errorKey('validation.bands'));
    return z.NEVER;
  })
  .optional();

/** Query of a picture of a chip's ground. `v` is the beginning of the chip's picture's hash: the reply may then be kept. */
export const ContextQuery = z.object({ bands: BandWords, v: z.string().max(64).optional() });
export type ContextQuery = z.infer<typeof ContextQuery>;

/** Another picture of the project that shows a chip's ground at another time. */
export const OtherDate = z.object({
  assetId: z.uuid(),
  name: z.string(),
  survey: z.string(),
  takenAt: z.string().nullable(),
  /** share of the chip that it shows, 0 to 1 */
  covers: z.number(),
  /** its ground in the chip's own pixels; null where that cannot be made, and `why` says it */
  url: z.string().nullable(),
  why: ErrorMessageView.nullable(),
});
export type OtherDate = z.infer<typeof OtherDate>;

export const OtherDates = z.object({ items: z.array(OtherDate) });
export type OtherDates = z.infer<typeof OtherDates>;
