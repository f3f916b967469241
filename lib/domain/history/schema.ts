import { z } from 'zod';
import { bigIdInText } from '@/lib/contracts/bounds';

/** GET chips/:chip/history. `cursor` is the id of the last step seen. */
export const HistoryQuery = z.object({
  cursor: bigIdInText().default(0),
  limit: z.coerce.number().int().min(1).max(200).default(200),
});
export type HistoryQuery = z.infer<typeof HistoryQuery>;

const Codes = z.array(z.int());

/** What a model had said of the cells of a step: one entry a cell, null where none had spoken. */
export const StepProposals = z.object({
  codes: z.array(z.int().nullable()),
  probabilities: z.array(z.number().nullable()),
  /** from which probability they were drawn; null in old steps */
  thresholds: z.array(z.number().nullable()),
  /** drawn before the cell was labelled, not drawn, hidden, or withheld on a control chip */
  when: z.array(z.enum(['before', 'after', 'undrawn', 'hidden', 'control']).nullable()),
  /** place in `names` from 1; null: the person's live model */
  versions: z.array(z.int().nullable()),
  names: z.array(z.string()),
});
export type StepProposals = z.infer<typeof StepProposals>;

/** One thing that happened to the labels of a chip: an event. */
export const HistoryStep = z.object({
  id: z.int(),
  /** whose labels: a person's, or the reviewed ones (null) */
  labels: z.object({ id: z.uuid(), of: z.string().nullable() }),
  kind: z.enum(['SAVE', 'SEED', 'SUBMIT', 'RETURN', 'ACCEPT']),
  /** who did it; null: nobody, as an import */
  by: z.string().nullable(),
  at: z.iso.datetime(),
  revision: z.int(),
  source: z.enum(['hand', 'accept', 'rest', 'undo', 'review', 'import']).nullable(),
  note: z.string().nullable(),
  cells: Codes,
  before: Codes,
  after: Codes,
  /** all cells at once, base64 */
  seed: z.string().nullable(),
  /** null: no model had spoken, or the reader must not be shown it yet */
  proposals: StepProposals.nullable(),
});
export type HistoryStep = z.infer<typeof HistoryStep>;

export const HistoryReply = z.object({
  items: z.array(HistoryStep),
  nextCursor: z.int().optional(),
});
export type HistoryReply = z.infer<typeof HistoryReply>;
