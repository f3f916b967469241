import { z } from 'zod';
import { count, elapsedMs, ordinalInText, text } from '@/lib/contracts/bounds';
import { LAST_CODE } from '@/lib/contracts/cell-code';
import { ChipStatus } from '@/lib/domain/chip/schema';
import { CURSOR_KEY, FACETS, ReviewState } from '@/lib/domain/chip-filter/schema';
import type { ChipCursor } from '@/lib/domain/chip-filter/schema';
import { Conflict } from '@/lib/domain/label/schema';

const Cell = count().max(9_999);
const Code = z.int().min(0).max(LAST_CODE);

const Filter = { ...FACETS, state: ReviewState.default('waiting') };

/** Which chips, and which of their cells; all that is given must hold. */
export const GalleryFilter = z.strictObject(Filter);
export type GalleryFilter = z.infer<typeof GalleryFilter>;

export const GalleryOrder = z.enum([
  'suspicion',
  // labels that the last check suspects, most suspicious first (docs/decisions/0031): each comes by itself
  'issue',
  'newest',
  'random',
  'like',
  'outlier',
]);
export type GalleryOrder = z.infer<typeof GalleryOrder>;

const Cursor = text(60)
  .regex(new RegExp(`^(${CURSOR_KEY})_\\d{1,9}$`))
  .transform((value): ChipCursor => {
    const [key, number] = value.split('_').map(Number);
    return { key: key ?? 0, number: number ?? 0 };
  });

/** Query of GET review/gallery. */
export const GalleryQuery = z.strictObject({
  ...Filter,
  order: GalleryOrder.default('suspicion'),
  /** order "like": number of the chip that others are compared with */
  like: ordinalInText().optional(),
  /** chips come without their cells */
  unit: z.enum(['cells', 'chips']).default('cells'),
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(60),
});
export type GalleryQuery = z.infer<typeof GalleryQuery>;

export const GalleryGrouping = z.enum(['class', 'person', 'version', 'site', 'date']);
export type GalleryGrouping = z.infer<typeof GalleryGrouping>;

/** Query of GET review/gallery/groups. */
export const GalleryGroupQuery = z.strictObject({
  ...Filter,
  by: GalleryGrouping.default('class'),
});
export type GalleryGroupQuery = z.infer<typeof GalleryGroupQuery>;

/** A group: `key` is the value of the filter that opens it (class, person, version, survey or, as its first and last day, from and to). */
export const GalleryGroup = z.object({
  key: z.string(),
  /** of a person, a version or a survey; null where the key says it, and for NOBODY */
  name: z.string().nullable(),
  chips: z.int(),
  cells: z.int(),
  /** cells whose suspicion is 0.5 or more */
  suspicious: z.int(),
});
export type GalleryGroup = z.infer<typeof GalleryGroup>;
export const GalleryGroupsReply = z.object({
  items: z.array(GalleryGroup),
  /** chips in each state, whatever the filter */
  states: z.record(ReviewState, z.int()),
});
export type GalleryGroupsReply = z.infer<typeof GalleryGroupsReply>;

/**
 * A cell: its row-major number, its label's code, suspicion, what the deployed version claims of it, and whether a reviewer stands
 * for the label already. null: nothing is known.
 */
export const GalleryCell = z.tuple([
  Cell,
  Code,
  z.number().nullable(),
  Code.nullable(),
  z.boolean(),
]);
export type GalleryCell = z.infer<typeof GalleryCell>;

/** A chip of the gallery, with what a crop needs of its picture and a verdict of its labels. */
export const GalleryChip = z.object({
  id: z.uuid(),
  number: z.int(),
  asset: z.string(),
  imageUrl: z.string(),
  width: z.int(),
  height: z.int(),
  rows: z.int(),
  cols: z.int(),
  cellPx: z.number(),
  status: ChipStatus,
  /** of its most suspicious cell; null: nothing is known */
  suspicion: z.number().nullable(),
  /** labelled cells, of the class where one is asked for */
  labelled: z.int(),
  people: z.array(z.object({ userId: z.uuid(), name: z.string() })),
  /** what an accept names: lib/domain/review/schema.ts, AcceptRequest */
  revision: z.int(),
  basis: z.string(),
  cells: z.array(GalleryCell),
});
export type GalleryChip = z.infer<typeof GalleryChip>;

/** A page of chips. By suspicion, no cell of a later page is more suspicious than `bound`. */
export const GalleryPage = z.object({
  items: z.array(GalleryChip),
  bound: z.number().nullable(),
  nextCursor: z.string().optional(),
});
export type GalleryPage = z.infer<typeof GalleryPage>;

/** POST chips/:chip/review/cells: verdicts on labels of one chip, the last one of a cell. A save that is sent twice under one `saveId` is applied once. */
export const CellVerdicts = z.strictObject({
  saveId: z.uuid(),
  openedMs: elapsedMs().default(0),
  /** `before` is the label that the reviewer saw; one that is kept has it as `after` too. `undo` takes back that they stand for it */
  verdicts: z
    .array(
      z.strictObject({ cell: Cell, before: Code, after: Code, undo: z.boolean().default(false) }),
    )
    .min(1)
    .max(10_000)
    .transform((all) => [...new Map(all.map((verdict) => [verdict.cell, verdict])).values()]),
});
export type CellVerdicts = z.infer<typeof CellVerdicts>;

export const CellVerdictsReply = z.object({
  status: ChipStatus,
  revision: z.int(),
  basis: z.string(),
  /** cells whose label is as wanted now */
  applied: z.array(Cell),
  /** of those the ones whose reviewed label was written, with the code that it had: an undo sets it again */
  written: z.array(z.object({ cell: Cell, before: Code })),
  conflicts: z.array(Conflict),
});
export type CellVerdictsReply = z.infer<typeof CellVerdictsReply>;
