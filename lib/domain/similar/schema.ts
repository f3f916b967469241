import { z } from 'zod';

/** A confirmed chip as the model in the browser looks at it, with its reviewed labels. */
export const ConfirmedChip = z.object({
  id: z.uuid(),
  number: z.int().positive(),
  imageUrl: z.string(),
  rows: z.int().positive(),
  cols: z.int().positive(),
  cellPx: z.number().positive(),
  /** base64 of rows x cols codes, row-major */
  cells: z.base64(),
});
export type ConfirmedChip = z.infer<typeof ConfirmedChip>;

/** GET /projects/:project/confirmed-sample: some confirmed chips among whose cells the browser looks for similar ones. */
export const ConfirmedSample = z.object({ items: z.array(ConfirmedChip) });
export type ConfirmedSample = z.infer<typeof ConfirmedSample>;
