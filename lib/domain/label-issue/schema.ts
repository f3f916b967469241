import { z } from 'zod';
import { flagInText, ordinal, ordinalInText, count } from '@/lib/contracts/bounds';
import { ABSENT_CODE, LAST_CODE } from '@/lib/contracts/cell-code';
import { LabelIssuesSummary } from '@/lib/contracts/result';
import { ChipView } from '@/lib/domain/chip/schema';
import { IdOrNobody } from '@/lib/domain/review/nobody';

/** Query of GET review/label-issues. `cursor` is the rank of the last label seen. */
export const LabelIssueQuery = z.strictObject({
  /** code of the given label */
  class: z.coerce.number().int().min(ABSENT_CODE).max(LAST_CODE).optional(),
  /** whose labels */
  person: IdOrNobody.optional(),
  /** also labels that do not count as issues, after those that do */
  all: flagInText().default(false),
  cursor: ordinalInText().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(60),
});
export type LabelIssueQuery = z.infer<typeof LabelIssueQuery>;

const Person = z.object({ userId: z.uuid(), name: z.string() });

/** A label that may be wrong. */
export const LabelIssueView = z.object({
  /** id of the chip; its view stands in `chips` */
  chip: z.uuid(),
  cell: z.int().nonnegative(),
  rank: z.int().positive(),
  given: z.int(),
  probability: z.number(),
  suggested: z.int(),
  suggestedProbability: z.number(),
  /** label quality score, 0 is surely wrong */
  quality: z.number(),
  /** it is among those that are likely wrong */
  isIssue: z.boolean(),
  /** whose label it is; null: it was imported as reviewed */
  person: Person.nullable(),
});
export type LabelIssueView = z.infer<typeof LabelIssueView>;

/** A page of labels that may be wrong, the most suspicious first. */
export const LabelIssueList = z.object({
  items: z.array(LabelIssueView),
  /** the chips of `items`, each once */
  chips: z.array(ChipView),
  nextCursor: z.int().positive().optional(),
});
export type LabelIssueList = z.infer<typeof LabelIssueList>;

/** Labels that are likely wrong by what became of them since the check. */
const Outcome = { open: count(), kept: count(), changed: count() };

/** What was decided lately, in the order of time. */
export const LabelIssueYield = z.object({
  /** labels that were decided since the check, and those that were changed */
  decided: count(),
  changed: count(),
  /** the same of the last 50 */
  recent: z.object({ decided: count(), changed: count() }),
  /** the last 50 brought so little that going on is not worth it */
  stop: z.boolean(),
});
export type LabelIssueYield = z.infer<typeof LabelIssueYield>;

/** GET review/label-issues/summary. */
export const LabelIssueOverview = z.object({
  /** the last check that succeeded; null: there was none */
  check: LabelIssuesSummary.extend({
    jobId: z.uuid(),
    at: z.iso.datetime(),
    /** chips that were labelled in the project when it began; more than were checked where there are very many */
    labelled: count(),
  }).nullable(),
  /** the check that waits or runs */
  active: z.uuid().nullable(),
  total: z.object(Outcome),
  classes: z.array(z.object({ code: z.int(), ...Outcome })),
  people: z.array(z.object({ person: Person.nullable(), ...Outcome })),
  yield: LabelIssueYield,
});
export type LabelIssueOverview = z.infer<typeof LabelIssueOverview>;

/** PATCH review/label-issues: the labels are right (KEPT), or that is taken back (OPEN). A label is changed by saving another one. */
export const LabelIssueVerdict = z.strictObject({
  state: z.enum(['KEPT', 'OPEN']),
  cells: z
    .array(
      z.strictObject({
        chip: z.uuid(),
        cell: count().max(9_999),
        /** the label that was looked at: what has another one by now is passed over */
        given: z.int().min(ABSENT_CODE).max(LAST_CODE),
      }),
    )
    .min(1)
    .max(1000),
});
export type LabelIssueVerdict = z.infer<typeof LabelIssueVerdict>;

/** POST review/label-issues/check: the check that was queued. */
export const LabelCheckReply = z.object({ jobId: z.uuid(), chips: ordinal() });
export type LabelCheckReply = z.infer<typeof LabelCheckReply>;
