import { z } from 'zod';
import { errorKey } from '@/lib/domain/error/message';
import { ChipView } from '@/lib/domain/chip/schema';
import { PredictionOutput } from '@/lib/domain/proposal/prediction';
import { Thresholds } from '@/lib/domain/proposal/thresholds';
import { LabellingView } from '@/lib/domain/label/schema';

const Person = z.object({ userId: z.uuid(), name: z.string() });
const Cell = z.int().nonnegative();

/** Where a page of the review list goes on: after the chip of this number, with its score or (oldest first) its time in ms. */
export interface ReviewCursor {
  key: number;
  number: number;
}

const Cursor = z
  .string()
  .regex(/^-?\d+(\.\d+)?(e-?\d+)?_\d+$/)
  .transform((text): ReviewCursor => {
    const [key, number] = text.split('_').map(Number);
    return { key: key ?? 0, number: number ?? 0 };
  });

const Order = z.enum(['disagreement', 'oldest']);
export type ReviewOrder = z.infer<typeof Order>;

/** Query of GET review. `cursor` is the `nextCursor` of the page before; the first page has none. */
export const ReviewQuery = z.strictObject({
  order: Order.default('disagreement'),
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ReviewQuery = z.infer<typeof ReviewQuery>;

/** Why a chip stands where it does in the order of review. */
export const ReviewReason = z.object({
  /** cells that two people decided differently, of those that at least two decided */
  differ: z.int(),
  shared: z.int(),
  /** name of the model compared with; null: none is deployed */
  model: z.string().nullable(),
  /** the mean probability that it gives the labels; null: it has not looked at the chip */
  trust: z.number().nullable(),
  /** cells of which it says otherwise, of those compared */
  against: z.int(),
  compared: z.int(),
});
export type ReviewReason = z.infer<typeof ReviewReason>;

/** A chip that waits for review. */
export const ReviewItem = z.object({
  chip: ChipView,
  labelers: z.array(Person),
  /** when the last of them submitted */
  submittedAt: z.iso.datetime().nullable(),
  /** how far labels and model, and people among each other, disagree (lib/domain/review/disagreement.ts); null: not known */
  score: z.number().nullable(),
  reason: ReviewReason,
  /** cells of the draft by code */
  counts: z.array(z.object({ code: z.int(), cells: z.int() })),
});
export type ReviewItem = z.infer<typeof ReviewItem>;
export const ReviewList = z.object({
  items: z.array(ReviewItem),
  total: z.int(),
  nextCursor: z.string().optional(),
});
export type ReviewList = z.infer<typeof ReviewList>;

/** A model's probabilities of a chip. `probs` is base64 of rows x cols x outputs bytes, round(255 p). */
export const ReviewProposals = z.object({
  versionId: z.uuid(),
  name: z.string(),
  outputs: z.array(PredictionOutput),
  /** from which probability a class is proposed, and counts as a claim of the model's */
  thresholds: Thresholds,
  probs: z.base64(),
});
export type ReviewProposals = z.infer<typeof ReviewProposals>;

/** GET chips/:chip/review: all that a reviewer decides on. */
export const ReviewView = z.object({
  chip: ChipView,
  /** one labelling a person, submitted, returned or accepted */
  labellings: z.array(z.object({ person: Person, labelling: LabellingView })),
  /** what an accept would confirm: cells in which people differ are unlabelled until a reviewer decides them */
  consensus: LabellingView,
  /** names the labellings that the draft rests on; an accept on others is refused */
  basis: z.string(),
  proposals: ReviewProposals.nullable(),
  differs: z.object({
    /** cells that two people labelled differently, and those of them that no reviewer has decided yet */
    people: z.array(Cell),
    open: z.array(Cell),
    /** cells whose draft label is not what the model proposes */
    model: z.array(Cell),
  }),
  reason: ReviewReason,
  confirmedBy: z.string().nullable(),
});
export type ReviewView = z.infer<typeof ReviewView>;

/** POST chips/:chip/review/accept. `revision` and `basis` are those of the view that the reviewer saw. */
export const AcceptRequest = z.strictObject({
  revision: z.int().nonnegative(),
  basis: z.string(),
  openedMs: z.int().nonnegative().default(0),
});
export type AcceptRequest = z.infer<typeof AcceptRequest>;

/** POST chips/:chip/review/return. */
export const ReturnRequest = z.strictObject({
  reason: z.string().trim().min(1, errorKey('validation.returnReason')).max(1000),
});
export type ReturnRequest = z.infer<typeof ReturnRequest>;

/** Answer of accept, return and reopen: the chip's new status and the number of the chip to review next. */
export const VerdictReply = z.object({
  status: z.enum(['CONFIRMED', 'RETURNED', 'SUBMITTED']),
  next: z.int().nullable(),
});
export type VerdictReply = z.infer<typeof VerdictReply>;

/** What people made of one version's proposals (definition at lib/server/review/data.ts, mistakesCorrected). */
export const MistakeLine = z.object({
  versionId: z.uuid(),
  name: z.string(),
  /** cells that the version made a claim about and people decided */
  decided: z.int(),
  /** those that people set to something else */
  corrected: z.int(),
  /** the corrected ones by what was claimed and what it became */
  pairs: z.array(z.object({ claimed: z.int(), became: z.int(), cells: z.int() })),
});
export type MistakeLine = z.infer<typeof MistakeLine>;
export const MistakeList = z.object({ items: z.array(MistakeLine) });
