import { z } from 'zod';
import { count, elapsedMs, text } from '@/lib/contracts/bounds';
import { errorKey } from '@/lib/domain/error/message';
import { CorrectionView } from '@/lib/domain/correction/schema';
import { ChipView } from '@/lib/domain/chip/schema';
import { FACETS } from '@/lib/domain/chip-filter/schema';
import { PredictionOutput } from '@/lib/domain/proposal/prediction';
import { Thresholds } from '@/lib/domain/proposal/thresholds';
import { LabellingView } from '@/lib/domain/label/schema';

const Person = z.object({ userId: z.uuid(), name: z.string() });
const Cell = z.int().nonnegative();

/** Where a page of the review list goes on: after the chip of this number, with its score, uncertainty or (oldest first) time in ms. */
export interface ReviewCursor {
  key: number;
  number: number;
}

const Cursor = text(60)
  .regex(/^-?\d{1,20}(\.\d+)?(e-\d{1,2})?_\d{1,9}$/)
  .transform((text): ReviewCursor => {
    const [key, number] = text.split('_').map(Number);
    return { key: key ?? 0, number: number ?? 0 };
  });

const Order = z.enum(['disagreement', 'uncertainty', 'oldest']);
export type ReviewOrder = z.infer<typeof Order>;

/** Query of GET review, of chips that pass a filter. `cursor` is the `nextCursor` of the page before; the first page has none. */
export const ReviewQuery = z.strictObject({
  ...FACETS,
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
  /** cells of which it claims something else than a label, of those compared; none are where it has not scored the chip */
  against: z.int(),
  compared: z.int(),
  /** the claim among them with the largest probability */
  surest: z.object({ code: z.int(), probability: z.number() }).nullable(),
});
export type ReviewReason = z.infer<typeof ReviewReason>;

/** A chip that waits for review. */
export const ReviewItem = z.object({
  chip: ChipView,
  labelers: z.array(Person),
  /** when the last of them submitted */
  submittedAt: z.iso.datetime().nullable(),
  /** how many mistakes are suspected in the labels (lib/domain/review/disagreement.ts); null: not known */
  score: z.number().nullable(),
  /** how uncertain the model is of the chip, 0 to 1; null: it has not scored it */
  uncertainty: z.number().nullable(),
  reason: ReviewReason,
  /** cells of the draft by code */
  counts: z.array(z.object({ code: z.int(), cells: z.int() })),
  /** the chip is confirmed, and somebody asks for a correction */
  correction: CorrectionView.nullable(),
});
export type ReviewItem = z.infer<typeof ReviewItem>;
export const ReviewListReply = z.object({
  items: z.array(ReviewItem),
  total: z.int(),
  /** chips of a filter are counted up to a bound: there are more than `total` */
  more: z.boolean(),
  nextCursor: z.string().optional(),
});
export type ReviewListReply = z.infer<typeof ReviewListReply>;

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
  labellings: z.array(
    z.object({
      /** `guestOf`: the labelling link or import by which somebody from outside, of unknown reliability, labelled; null: a member */
      person: Person.extend({ guestOf: z.string().nullable().default(null) }),
      labelling: LabellingView,
    }),
  ),
  /** what an accept would confirm: cells in which people differ are unlabelled until a reviewer decides them */
  consensus: LabellingView,
  /** names the labellings that the draft rests on; an accept on others is refused */
  basis: z.string(),
  /** by what each cell of the consensus was settled, a byte a cell (lib/domain/review/settle.ts); null: fewer than two people labelled */
  settled: z.base64().nullable(),
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
  /** corrections that wait for a reviewer, first asked first: the first one is decided on */
  corrections: z.array(CorrectionView),
  /** the chip itself has a verdict that the reader may take back */
  canUndo: z.boolean(),
});
export type ReviewView = z.infer<typeof ReviewView>;

/** POST chips/:chip/review/accept. `revision` and `basis` are those of the view that the reviewer saw. */
export const AcceptRequest = z.strictObject({
  revision: count(),
  basis: text(20_000),
  openedMs: elapsedMs().default(0),
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

/** Answer of POST and DELETE chips/:chip/review/second-look: whether the chip waits for a second person now. */
export const SecondLookReply = z.object({ waits: z.boolean() });
export type SecondLookReply = z.infer<typeof SecondLookReply>;
