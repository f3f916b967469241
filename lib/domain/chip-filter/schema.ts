import { z } from 'zod';
import { day, flagInText, text } from '@/lib/contracts/bounds';
import { ABSENT_CODE, LAST_CODE } from '@/lib/contracts/cell-code';
import { Split } from '@/lib/domain/chip/schema';
import { IdOrNobody } from '@/lib/domain/review/nobody';

/** Where labels stand that can be looked at together. */
export const ReviewState = z.enum(['waiting', 'confirmed', 'imported']);
export type ReviewState = z.infer<typeof ReviewState>;

/** Where a chip stands; each chip is in one of them. `excluded`: nobody gets it, and its labels, if any, were not submitted. */
export const ChipState = z.enum([
  'untouched',
  'begun',
  ...ReviewState.options,
  'returned',
  'excluded',
]);
export type ChipState = z.infer<typeof ChipState>;

/** States of chips whose labels, if they have any, were not submitted. */
export type UnlabelledState = Exclude<ChipState, ReviewState>;

/** Whether chips in a state have labels that were submitted. */
export function hasLabels(state: ChipState): state is ReviewState {
  return ReviewState.safeParse(state).success;
}

/**
 * What a filter can ask of a chip besides its state, as it stands in an address. Of a chip that is untouched, begun or returned only
 * picture, survey, split, comments and who began it are known: it passes no filter that asks for more.
 */
export const FACETS = {
  /** a label's code: chips that have it, and of their cells only those */
  class: z.coerce.number().int().min(ABSENT_CODE).max(LAST_CODE).optional(),
  /** who submitted first, or began the chip */
  person: IdOrNobody.optional(),
  /** whose probabilities are in the suspicion */
  version: IdOrNobody.optional(),
  asset: z.uuid().optional(),
  survey: text(200).optional(),
  /** first and last day (UTC) on which they were submitted or confirmed */
  from: day().optional(),
  to: day().optional(),
  /** suspicion of the most suspicious label, 0 to 1: at least, at most */
  scoreFrom: z.coerce.number().min(0).max(1).optional(),
  scoreTo: z.coerce.number().min(0).max(1).optional(),
  split: Split.optional(),
  /** two people or more submitted labels */
  several: flagInText().optional(),
  /** comments on the chip: some wait for an answer */
  comments: z.enum(['open']).optional(),
};

/** Which chips; all that is given must hold. */
export const ChipFilter = z.strictObject({ state: ChipState.optional(), ...FACETS });
export type ChipFilter = z.infer<typeof ChipFilter>;
export type Facet = keyof ChipFilter;

/** Other values of some facets; one that is undefined is taken off. */
export type FilterChange = Partial<Record<Facet, string | number | boolean | undefined>>;

/** All that a filter can ask, in the order in which it is said. */
export const FACET_NAMES = Object.keys(ChipFilter.shape) as Facet[];

/** Facets that say what a model thinks of labels, or whether others labelled too: not for labelers. */
export const REVIEWER_FACETS: readonly Facet[] = ['version', 'scoreFrom', 'scoreTo', 'several'];

/** Orders that are stored, so that a page is a step in an index. */
export const StoredOrder = z.enum(['number', 'newest', 'suspicion', 'random']);
export type StoredOrder = z.infer<typeof StoredOrder>;

/** Where a page goes on: after the chip of this number, with its key in the order. */
export interface ChipCursor {
  key: number;
  number: number;
}

/** Keys are -1 (nothing is known), shares, places in an order, numbers and milliseconds: none is larger than a moment that can be stored. */
export const CURSOR_KEY = String.raw`-1|\d{1,15}(?:\.\d+)?(?:e-\d{1,2})?`;

/** Whether a filter asks anything. */
export function isEmptyFilter(filter: ChipFilter): boolean {
  return Object.values(filter).every((value) => value === undefined);
}
