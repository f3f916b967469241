import { z } from 'zod';

/** Days after which a chip goes to review although no second person labelled it. */
export const LOOK_DAYS = 7;

/** Chips that figures of agreement rest on: the latest ones. */
export const OVERLAP_CHIPS = 5000;

const Person = z.object({ userId: z.uuid(), name: z.string() });

/** A figure with its 95 % interval over chips; `value` null: fewer than 20 chips, or only one code in all of them. */
export const AgreementFigure = z.object({
  value: z.number().nullable(),
  low: z.number(),
  high: z.number(),
  chips: z.int(),
  cells: z.int(),
});
export type AgreementFigure = z.infer<typeof AgreementFigure>;

/** GET agreement: how far people agree on chips that two of them labelled apart, of the latest ones. */
export const AgreementView = z.object({
  /** share of cells in which both say the same */
  same: AgreementFigure,
  /** Krippendorff's alpha of all people */
  alpha: AgreementFigure,
  /** Cohen's kappa of each two people with chips in common, most chips first */
  pairs: z.array(z.object({ first: Person, second: Person, kappa: AgreementFigure })),
  /** of each person the share of their labels that review confirmed, least right first */
  people: z.array(z.object({ person: Person, right: AgreementFigure })),
  /** alpha of one code against all others */
  classes: z.array(z.object({ code: z.int(), alpha: AgreementFigure })),
  /** alpha by month in which the second person submitted, "2026-11", latest first */
  months: z.array(z.object({ month: z.string(), alpha: AgreementFigure })),
  /** chips that wait for a second person */
  waiting: z.int(),
});
export type AgreementView = z.infer<typeof AgreementView>;
