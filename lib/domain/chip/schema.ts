import { z } from 'zod';
import { countInText, ordinalInText } from '@/lib/contracts/bounds';

/** Where a chip is on its way; the order is the way (RETURNED goes back to SUBMITTED). */
export const ChipStatus = z.enum([
  'UNTOUCHED',
  'IN_PROGRESS',
  'SUBMITTED',
  'RETURNED',
  'CONFIRMED',
]);
export type ChipStatus = z.infer<typeof ChipStatus>;

export const Split = z.enum(['TRAIN', 'CALIBRATION', 'TEST']);
export type Split = z.infer<typeof Split>;

/** Reasons to pass a chip over that hold for everybody: it is excluded until an admin puts it back. */
export const ExclusionReason = z.enum(['blurred', 'dark', 'cloud']);
export type ExclusionReason = z.infer<typeof ExclusionReason>;

/** Why the queue gives a chip to nobody: it is excluded, or out with a labelling link until its guests have labelled it or the link ends. */
export const ExcludedReason = z.enum([...ExclusionReason.options, 'link']);
export type ExcludedReason = z.infer<typeof ExcludedReason>;

/** Closed ring of [longitude, latitude] in degrees, WGS 84; the first corner is the window's top left and is repeated at the end. */
export const Ring = z.array(z.tuple([z.number(), z.number()])).min(5);
export type Ring = z.infer<typeof Ring>;

/** A chip as pages, command line and scripts see it. Lengths are pixels of the source picture after its orientation. */
export const ChipView = z.object({
  id: z.uuid(),
  /** running number in the project, from 1 */
  number: z.int().positive(),
  /** place in the asset's grid of chips, 0-based, row 0 at the top */
  gridRow: z.int().nonnegative(),
  gridCol: z.int().nonnegative(),
  /** cells of this chip; fewer than the project's at the asset's right and bottom edge */
  rows: z.int().positive(),
  cols: z.int().positive(),
  /** top left corner of the chip in the asset */
  x: z.int().nonnegative(),
  y: z.int().nonnegative(),
  /** size of the chip's picture */
  width: z.int().positive(),
  height: z.int().positive(),
  /** side of a cell in chip pixels (may be a fraction); the lattice starts at the chip's top left corner */
  cellPx: z.number().positive(),
  /** side of a cell on the ground in metres; null without a georeference */
  cellM: z.number().positive().nullable(),
  /** the picture; its content never changes under this address */
  imageUrl: z.string(),
  imageSha: z.string(),
  mediaType: z.string(),
  status: ChipStatus,
  split: Split,
  /** why the queue gives it to nobody */
  skippedReason: ExcludedReason.nullable(),
  footprint: Ring.nullable(),
  asset: z.object({
    id: z.uuid(),
    name: z.string(),
    survey: z.string(),
    width: z.int().positive(),
    height: z.int().positive(),
    /** bands of the file; more than are shown can be looked at in other combinations */
    bands: z.int().positive(),
    /** whether it has coordinates: only then can its ground be found on other dates */
    placed: z.boolean(),
    /** JPEG of at most 512 px, for the small map of where the chip lies */
    previewUrl: z.string().nullable(),
    /** when the picture was taken, as far as known: a date (2021-07-14) or an instant in ISO 8601 */
    takenAt: z.string().nullable(),
  }),
});
export type ChipView = z.infer<typeof ChipView>;

/** Query of GET /projects/:project/chips. `cursor` is the number of the last chip seen. */
export const ChipQuery = z.object({
  status: ChipStatus.optional(),
  asset: z.uuid().optional(),
  cursor: countInText().default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type ChipQuery = z.infer<typeof ChipQuery>;

export const ChipPage = z.object({
  items: z.array(ChipView),
  nextCursor: z.int().optional(),
});
export type ChipPage = z.infer<typeof ChipPage>;

/** `:chip` in a path: the id or the number. */
export const ChipKey = z.union([z.uuid(), ordinalInText()]);
export type ChipKey = z.infer<typeof ChipKey>;
