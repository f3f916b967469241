import { z } from 'zod';
import { countInText } from '@/lib/contracts/bounds';
import { AgreementFigure } from '@/lib/domain/agreement/schema';
import { ChipFilter } from '@/lib/domain/chip-filter/schema';
import { ChipStatus } from '@/lib/domain/chip/schema';

/** Ground truth chips that a project has at most: more say no more of a person, and the queue looks through them. */
export const MOST_TRUTH = 1000;

/** Rounds of practice that a person does at most: below the mark there is one more, then an admin decides. */
export const PRACTICE_ROUNDS = 2;

const Person = z.object({ userId: z.uuid(), name: z.string() });

/** POST ground-truth: chips by id, all of a filter, or so many at random, so that each class is among them. */
export const NewGroundTruth = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('chips'), chips: z.array(z.uuid()).min(1).max(500) }),
  z.strictObject({ by: z.literal('filter'), filter: ChipFilter }),
  z.strictObject({ by: z.literal('random'), count: z.int().min(1).max(200) }),
]);
export type NewGroundTruth = z.infer<typeof NewGroundTruth>;

/** `added`: how many came in; `known`: were in it already; `unfit`: asked for, but without confirmed labels; `full`: some found no room. */
export const GroundTruthAdded = z.object({
  added: z.int(),
  known: z.int(),
  unfit: z.int(),
  full: z.boolean(),
});
export type GroundTruthAdded = z.infer<typeof GroundTruthAdded>;

/** Query of GET ground-truth. `cursor` is the number of the last chip seen. */
export const GroundTruthQuery = z.object({
  cursor: countInText().default(0),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export type GroundTruthQuery = z.infer<typeof GroundTruthQuery>;

export const GroundTruthItem = z.object({
  chipId: z.uuid(),
  number: z.int(),
  imageUrl: z.string(),
  status: ChipStatus,
  /** it is confirmed, with labels that a snapshot would take: it counts */
  counts: z.boolean(),
  /** codes of its reviewed labels */
  codes: z.array(z.int()),
  addedBy: z.string(),
  addedAt: z.iso.datetime(),
  /** people who have labelled it as ground truth */
  answers: z.int(),
});
export type GroundTruthItem = z.infer<typeof GroundTruthItem>;

/** GET ground-truth: the project's ground truth chips by number. */
export const GroundTruthPage = z.object({
  items: z.array(GroundTruthItem),
  nextCursor: z.int().optional(),
  /** how many there are, and how many of them count now */
  total: z.int(),
  counting: z.int(),
  /** of those that count, by code of a label */
  classes: z.array(z.object({ code: z.int(), chips: z.int() })),
});
export type GroundTruthPage = z.infer<typeof GroundTruthPage>;

/** GET, PUT, DELETE ground-truth/:chip: whether it is one. */
export const GroundTruthState = z.object({ isTruth: z.boolean() });
export type GroundTruthState = z.infer<typeof GroundTruthState>;

/** A person's labels on ground truth chips that came among others, held against the reviewed ones. */
const Reliability = z.object({
  person: Person,
  /** share of cells in which both say the same */
  right: AgreementFigure,
  /** of the cells whose reviewed label is this, the share that the person gave it */
  classes: z.array(z.object({ code: z.int(), found: AgreementFigure })),
  /** by month of the submission, "2026-11", latest first */
  months: z.array(z.object({ month: z.string(), right: AgreementFigure })),
  /** median from opening a chip to submitting it; null: none was submitted */
  seconds: z.number().nullable(),
  /** the last round of practice; null: none was begun */
  practice: z
    .object({
      round: z.int(),
      ended: z.boolean(),
      same: z.int(),
      cells: z.int(),
      /** null: there was no mark, or it goes on */
      passed: z.boolean().nullable(),
    })
    .nullable(),
});
export type Reliability = z.infer<typeof Reliability>;

/** GET ground-truth/people: labelers, and whoever has labelled ground truth chips, by name. */
export const ReliabilityView = z.object({ items: z.array(Reliability) });
export type ReliabilityView = z.infer<typeof ReliabilityView>;

/** Where a chip stands in a round of practice. */
export const PracticePlace = z.object({ place: z.int(), of: z.int() });
export type PracticePlace = z.infer<typeof PracticePlace>;

const Result = z.object({
  same: z.int(),
  cells: z.int(),
  /** null: there was no mark */
  passed: z.boolean().nullable(),
  /** the mark, in percent */
  percent: z.int().nullable(),
  /** another round comes */
  again: z.boolean(),
});
export type PracticeResult = z.infer<typeof Result>;

/** GET practice/:chip: how a practice chip that I have submitted compares with its reviewed labels. */
export const PracticeFeedback = z.object({
  ...PracticePlace.shape,
  number: z.int(),
  imageUrl: z.string(),
  rows: z.int().positive(),
  cols: z.int().positive(),
  width: z.int().positive(),
  height: z.int().positive(),
  cellPx: z.number().positive(),
  /** base64, a code a cell */
  mine: z.string(),
  /** null: it is not confirmed any more, or no ground truth chip, and does not count */
  reviewed: z.string().nullable(),
  same: z.int(),
  cells: z.int(),
  /** of the whole round, once it has ended */
  result: Result.nullable(),
});
export type PracticeFeedback = z.infer<typeof PracticeFeedback>;

/** GET practice: my rounds of practice, the latest first; none where I never practised. */
export const PracticeView = z.object({
  /** chips of a round, and the mark in percent; 0: nobody practises now */
  chips: z.int(),
  percent: z.int().nullable(),
  rounds: z.array(
    z.object({
      round: z.int(),
      chips: z.array(
        z.object({ number: z.int(), place: z.int(), state: z.enum(['open', 'done', 'skipped']) }),
      ),
      result: Result.nullable(),
    }),
  ),
});
export type PracticeView = z.infer<typeof PracticeView>;
