import { z } from 'zod';
import { count, text } from '@/lib/contracts/bounds';
import { LabellingView } from '@/lib/domain/label/schema';

const Code = z.int().min(0).max(255);
/** What a person wants to have in a cell of a confirmed chip. Unlabelled says nothing about the cell: it is none. */
export const CorrectedCell = z.object({
  cell: z.int().nonnegative().max(9_999),
  /** the confirmed code that the person saw */
  before: Code,
  after: Code.min(1),
});
export type CorrectedCell = z.infer<typeof CorrectedCell>;

const Reason = text(1000);

/** POST chips/:chip/correction. One that is sent twice under one `correctionId` is one. */
export const CorrectionRequest = z.strictObject({
  correctionId: z.uuid(),
  changes: z
    .array(CorrectedCell)
    .min(1)
    .max(10_000)
    .transform((all) => [...new Map(all.map((change) => [change.cell, change])).values()]),
  reason: Reason.default(''),
});
export type CorrectionRequest = z.infer<typeof CorrectionRequest>;

/** A correction that somebody asked for, and what became of it. */
export const CorrectionView = z.object({
  id: z.uuid(),
  by: z.object({ userId: z.uuid(), name: z.string() }),
  state: z.enum(['ASKED', 'WITHDRAWN', 'ACCEPTED', 'DECLINED']),
  reason: z.string(),
  askedAt: z.iso.datetime(),
  changes: z.array(CorrectedCell),
  /** the reviewer who settled it, and why it was declined */
  settledBy: z.string().nullable(),
  answer: z.string().nullable(),
});
export type CorrectionView = z.infer<typeof CorrectionView>;

/** GET chips/:chip/confirmed: what counts of a confirmed chip, and the reader's own correction of it. */
export const ConfirmedView = z.object({
  /** the consensus */
  labelling: LabellingView,
  /** who confirmed it; null: it was imported */
  by: z.string().nullable(),
  at: z.iso.datetime().nullable(),
  /** the reader's last correction: open, or settled and not yet read */
  mine: CorrectionView.nullable(),
});
export type ConfirmedView = z.infer<typeof ConfirmedView>;

/** POST chips/:chip/review/corrections/:correction/accept. `revision` is that of the consensus that the reviewer saw. */
export const AcceptCorrectionRequest = z.strictObject({ revision: count() });
