import { z } from 'zod';
import { flagInText, text } from '@/lib/contracts/bounds';
import { MessageValues } from '@/lib/domain/error/message';
import type { ErrorMessage } from '@/lib/domain/error/message';

/** What the lines of a labels file describe. */
export const LabelFileKind = z.enum(['cells', 'points', 'boxes']);
export type LabelFileKind = z.infer<typeof LabelFileKind>;

const Flag = flagInText().default(false);

/**
 * Query of POST /projects/:project/labels. The body is the file: CSV (`text/csv`, the default), GeoJSON points or COCO boxes
 * (`application/geo+json`, `application/json`) or one Pascal VOC annotation (`text/xml`).
 * CSV columns: `asset,chip_row,chip_col,cell_row,cell_col,class` (cells), `asset,x,y,class` (points) or
 * `asset,xmin,ymin,xmax,ymax,class` (boxes); places in pixels of the asset from its top left corner; other columns are
 * ignored. A line with nothing but an asset says that the asset was looked at as a whole.
 */
export const LabelImportQuery = z.strictObject({
  /** count and check only; nothing is written */
  preview: Flag,
  /** write reviewed labels (consensus) and confirm the chips; else the labels are the importer's own, for review */
  confirm: Flag,
  /**
   * name of the source of labels that come from outside people of unknown reliability: they are this source's, not the importer's, and
   * wait for review; never with `confirm` (docs/decisions/0047)
   */
  outside: text(80).trim().min(1).optional(),
  /** write over labels that the chips have already; else such chips stay as they are */
  replace: Flag,
  /** how an object becomes a cell: the cell in which its centre lies */
  rule: z.enum(['centre']).default('centre'),
  /**
   * Cells without an object: `absent` for files that list every object of the pictures that they name (points and boxes:
   * all chips of the picture; cells: the chips named), `unlabelled` where nothing is known of the rest
   */
  rest: z.enum(['absent', 'unlabelled']).default('unlabelled'),
  /** lines with a problem: `stop` writes nothing as long as there is one, `skip` leaves them out */
  problems: z.enum(['stop', 'skip']).default('stop'),
  /** name of the asset of every line, for files without such a column */
  asset: text(300).min(1).optional(),
  /** every object is of this class, whatever the file says */
  class: text(300).min(1).optional(),
  /** assets (names, commas between) that were looked at as a whole: without an object they are all absent */
  assets: text(20_000)
    .default('')
    .transform((text) => text.split(',').filter((name) => name.trim() !== '')),
});
export type LabelImportQuery = z.infer<typeof LabelImportQuery>;

export const LineProblemCode = z.enum([
  'unreadable',
  'number',
  'boxEdge',
  'assetMissing',
  'assetUnknown',
  'assetAmbiguous',
  'noAssetThere',
  'noGeoreference',
  'classMissing',
  'classUnknown',
  'classArchived',
  'offPicture',
  'noChip',
  'noCell',
  'clash',
]);
export type LineProblemCode = z.infer<typeof LineProblemCode>;

/** Why a line cannot come in: a message of the errors (`labelLine`) and its values. */
export const LineReason = z.object({ code: LineProblemCode, values: MessageValues });
export type LineReason = z.infer<typeof LineReason>;

/** The reason in words. */
export function lineMessage({ code, values }: LineReason): ErrorMessage {
  return { key: `labelLine.${code}`, values };
}

/**
 * A line that cannot come in, and why. `line` counts from 1 (features of GeoJSON and objects of VOC count too); 0 is the option
 * `assets`. `text` is English.
 */
export const LineProblem = LineReason.extend({ line: z.int().nonnegative(), text: z.string() });
export type LineProblem = z.infer<typeof LineProblem>;

/** So many problems are listed; all are counted. */
export const LISTED_PROBLEMS = 10_000;

/** What an import did, or with `preview` would do. */
export const LabelImportReply = z.object({
  written: z.boolean(),
  kind: LabelFileKind,
  /** lines of the file that describe something, and those that gave a cell its class */
  lines: z.int(),
  placed: z.int(),
  /** objects in the strip at a picture's edge that is less than half a cell wide, where there are no cells */
  inMargin: z.int(),
  assets: z.int(),
  chips: z.object({
    /** written (or would be) */
    written: z.int(),
    /** have these very labels already */
    unchanged: z.int(),
    /** left as they are, because they have labels (see `replace`) */
    kept: z.int(),
  }),
  /** cells of the chips that are written */
  cells: z.array(z.object({ code: z.int(), name: z.string(), cells: z.int() })),
  problemCount: z.int(),
  problems: z.array(LineProblem),
});
export type LabelImportReply = z.infer<typeof LabelImportReply>;

/** Query of GET /projects/:project/labels: the reviewed labels of confirmed chips, or every person's own. */
export const LabelExportQuery = z.strictObject({
  of: z.enum(['consensus', 'labellings']).default('consensus'),
});
export type LabelExportQuery = z.infer<typeof LabelExportQuery>;

/** Words for the codes that every project has, in files. */
export const CODE_WORDS: ReadonlyMap<number, string> = new Map([
  [0, 'unlabelled'],
  [1, 'absent'],
  [2, 'unsure'],
  [3, 'unusable'],
]);
