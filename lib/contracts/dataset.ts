import { z } from 'zod';
import { FIRST_CLASS_CODE, LAST_CODE } from './cell-code';
import { Sha256 } from './package';

/** First line of a dataset (JSON lines): what the codes mean. The same file is a snapshot's frozen object. */
export const DatasetHeader = z.object({
  contract: z.literal(1),
  project: z.object({ id: z.uuid(), name: z.string() }),
  /** code 16 + index; archived classes stay listed */
  classes: z.array(
    z.object({
      code: z.int().min(FIRST_CLASS_CODE).max(LAST_CODE),
      classId: z.uuid(),
      name: z.string(),
    }),
  ),
});

export const SplitName = z.enum(['train', 'calibration', 'test']);

/** One line a chip. `cells` is base64 of rows x cols codes, row-major; null where only inference is asked for. */
export const DatasetChip = z.object({
  chip: z.uuid(),
  number: z.int(),
  asset: Sha256,
  /** name of the asset's file, and the chip's place in the asset's grid of chips */
  assetName: z.string(),
  gridRow: z.int(),
  gridCol: z.int(),
  image: Sha256,
  mediaType: z.string(),
  width: z.int().positive(),
  height: z.int().positive(),
  /** window in the asset, pixels */
  x: z.int(),
  y: z.int(),
  rows: z.int().positive(),
  cols: z.int().positive(),
  /** side of a cell in chip pixels; the lattice starts at the top left corner */
  cellPx: z.number().positive(),
  cells: z.base64().nullable(),
  block: z.string(),
  split: SplitName,
});
export type DatasetHeader = z.infer<typeof DatasetHeader>;
export type DatasetChip = z.infer<typeof DatasetChip>;
