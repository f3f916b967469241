import { z } from 'zod';

/** What the lines of a labels file describe. */
export const LabelFileKind = z.enum(['cells', 'points', 'boxes']);
export type LabelFileKind = z.infer<typeof LabelFileKind>;

/** "1", "true" or nothing after the name is yes. */
const Flag = z
  .enum(['', '1', 'true', '0', 'false'])
  .default('0')
  .transform((text) => text === '' || text === '1' || text === 'true');

/**
 * Query of POST /projects/:project/labels. The body is the file: CSV (`text/csv`, the default), GeoJSON points
 * (`application/geo+json`) or one Pascal VOC annotation (`text/xml`).
 * CSV columns: `asset,chip_row,chip_col,cell_row,cell_col,class` (cells), `asset,x,y,class` (points) or
 * `asset,xmin,ymin,xmax,ymax,class` (boxes); places in pixels of the asset from its top left corner; other columns are
 * ignored. A line with nothing but an asset says that the asset was looked at as a whole.
 */
export const LabelImportQuery = z.strictObject({
  /** count and check only; nothing is written */
  preview: Flag,
  /** write reviewed labels (consensus) and confirm the chips; else the labels are the importer's own, for review */
  confirm: Flag,
  /** write over labels that the chips have already; else such chips stay as they are */
  replace: Flag,
  /** how an object becomes a cell: the cell in which its centre lies */
  rule: z.enum(['centre']).default('centre'),
  /**
   * Cells without an object: `absent` for files that list every object of the pictures that they name (points and boxes:
   * all chips of the picture; cells: the chips named), `unseen` where nothing is known of the rest
   */
  rest: z.enum(['absent', 'unseen']).default('unseen'),
  /** lines with a problem: `stop` writes nothing as long as there is one, `skip` leaves them out */
  problems: z.enum(['stop', 'skip']).default('stop'),
  /** name of the asset of every line, for files without such a column */
  asset: z.string().min(1).optional(),
  /** every object is of this class, whatever the file says */
  class: z.string().min(1).optional(),
  /** assets (names, commas between) that were looked at as a whole: without an object they are all absent */
  assets: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((name) => name.trim() !== '')),
});
export type LabelImportQuery = z.infer<typeof LabelImportQuery>;

export const LineProblemCode = z.enum([
  'unreadable',
  'number',
  'asset_missing',
  'asset_unknown',
  'asset_ambiguous',
  'class_missing',
  'class_unknown',
  'class_archived',
  'off_picture',
  'no_cell',
  'clash',
]);
export type LineProblemCode = z.infer<typeof LineProblemCode>;

/** A line that cannot come in, and why. `line` counts from 1; features of GeoJSON and objects of VOC count too. */
export const LineProblem = z.object({
  line: z.int().nonnegative(),
  code: LineProblemCode,
  text: z.string(),
});
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
  [0, 'unseen'],
  [1, 'absent'],
  [2, 'unsure'],
  [3, 'unusable'],
]);
