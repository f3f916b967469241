import { z } from 'zod';
import { count, elapsedMs } from '@/lib/contracts/bounds';

/** How a change came about. */
export const ChangeSource = z.enum(['hand', 'accept', 'rest', 'undo', 'review', 'import']);
export type ChangeSource = z.infer<typeof ChangeSource>;

/**
 * What a model said of a cell when it was decided: its likeliest class other than absent (lib/domain/proposal), and whether a
 * mark showed it. `versionId` null: a preview by the person's own live head, which is no version (docs/decisions/0008).
 */
export const ShownProposal = z.object({
  versionId: z.uuid().nullable(),
  code: z.int().min(1).max(255),
  probability: z.number().min(0).max(1),
  /** the class's threshold that held; null in what an older page sends, which recorded a mark that may not have been drawn */
  threshold: z.number().min(0).max(1).nullable().default(null),
  /**
   * before: the mark was drawn on the cell before it was decided. undrawn: marks were visible and the cell had none. hidden: no
   * mark could be seen (switched off, or withheld by the model's record). control: the chip is a control chip, which the server
   * alone decides.
   */
  when: z.enum(['before', 'undrawn', 'hidden', 'control']),
});
export type ShownProposal = z.infer<typeof ShownProposal>;

const Code = z.int().min(0).max(255);
/** No lattice has more cells (10,000 in projects from before there was a limit). */
const Cell = z.int().nonnegative().max(9_999);

/** One changed cell: its row-major number, the code that the client saw there and the code that it sets. */
export const CellChange = z.object({
  cell: Cell,
  before: Code,
  after: Code,
  source: ChangeSource.exclude(['import']),
  shown: ShownProposal.nullable(),
});
export type CellChange = z.infer<typeof CellChange>;

/** A labelling as the editor loads it. `cells` is base64 of rows x cols codes, row-major. */
export const LabellingView = z.object({
  chipId: z.uuid(),
  cells: z.base64(),
  revision: z.int().nonnegative(),
  status: z.enum(['IN_PROGRESS', 'SUBMITTED', 'RETURNED', 'ACCEPTED']),
  returnReason: z.string().nullable(),
  updatedAt: z.iso.datetime().nullable(),
});
export type LabellingView = z.infer<typeof LabellingView>;

/** POST .../labelling/changes. A save that is sent twice under one `saveId` is applied once. */
export const SaveRequest = z.object({
  saveId: z.uuid(),
  baseRevision: count(),
  /** milliseconds since the chip was opened */
  openedMs: elapsedMs(),
  /** milliseconds from the change to its sending, as without a network: when it was made counts as active time */
  waitedMs: elapsedMs().optional(),
  changes: z.array(CellChange).min(1).max(10_000),
});
export type SaveRequest = z.infer<typeof SaveRequest>;

/** A cell that somebody else set meanwhile: nothing was overwritten, the person decides. */
export const Conflict = z.object({
  cell: Cell,
  yours: Code,
  theirs: Code,
  by: z.object({ userId: z.uuid(), name: z.string() }).nullable(),
  at: z.iso.datetime().nullable(),
});
export type Conflict = z.infer<typeof Conflict>;

export const SaveReply = z.object({
  revision: z.int().nonnegative(),
  /** cells of the request that now have the wanted code */
  applied: z.array(Cell),
  conflicts: z.array(Conflict),
  /** the whole labelling after the save, base64 */
  cells: z.base64(),
});
export type SaveReply = z.infer<typeof SaveReply>;

/** POST .../labelling/submit. A submit that is sent twice under one `submitId` is one. `probs` is base64 of rows x cols x outputs bytes, round(255 p), or null without a model. */
export const SubmitRequest = z.object({
  submitId: z.uuid().optional(),
  revision: count(),
  openedMs: elapsedMs(),
  /** as in a save */
  waitedMs: elapsedMs().optional(),
  proposals: z.object({ versionId: z.uuid(), probs: z.base64().max(1_000_000) }).nullable(),
});
export type SubmitRequest = z.infer<typeof SubmitRequest>;
