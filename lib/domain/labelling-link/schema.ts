import { z } from 'zod';
import { text, trimmed } from '@/lib/contracts/bounds';
import type { ClassView } from '@/lib/domain/class/schema';
import { LabellingView } from '@/lib/domain/label/schema';

/** Bounds of a link (docs/decisions/0047). */
export const LINK_MOST = { chips: 1000, days: 90, people: 500, perChip: 5 } as const;

/** Which chips go out: those of a filter of the chip table (its query), or by number; of these only what nobody has begun. */
export const LinkChips = z.strictObject({
  filter: text(2000).default(''),
  /** "3, 7-20"; empty: all of the filter */
  numbers: trimmed(1000).default(''),
  /** the first so many by number */
  most: z.coerce.number().int().min(1).max(LINK_MOST.chips).default(LINK_MOST.chips),
});
export type LinkChips = z.infer<typeof LinkChips>;

/** GET labelling-links/chips: how many chips would go out. */
export const LinkChipsReply = z.object({
  /** nobody has begun them, and no other link has them */
  fit: z.int(),
  /** there are more than `fit`, which was counted up to the most that a link takes */
  more: z.boolean(),
});
export type LinkChipsReply = z.infer<typeof LinkChipsReply>;

/** POST /projects/:project/labelling-links */
export const NewLabellingLink = z.strictObject({
  /** what reviewers read beside the labels, and guests above the task */
  name: z.string().trim().min(1).max(80),
  instructions: trimmed(1000).default(''),
  expiresInDays: z.int().min(1).max(LINK_MOST.days).default(7),
  maxPeople: z.int().min(1).max(LINK_MOST.people).default(10),
  perChip: z.int().min(1).max(LINK_MOST.perChip).default(2),
  chips: LinkChips,
});
export type NewLabellingLink = z.infer<typeof NewLabellingLink>;

/** `done`: all its chips have been labelled by as many people as asked for. */
export const LinkState = z.enum(['open', 'done', 'expired', 'closed']);
export type LinkState = z.infer<typeof LinkState>;

/** A line of GET /projects/:project/labelling-links */
export const LabellingLinkView = z.object({
  id: z.uuid(),
  name: z.string(),
  state: LinkState,
  createdAt: z.coerce.date(),
  expiresAt: z.coerce.date(),
  perChip: z.int(),
  /** who began, of how many who can */
  people: z.int(),
  maxPeople: z.int(),
  chips: z.int(),
  /** chips that as many people have labelled as asked for */
  done: z.int(),
  /** labellings that were submitted */
  labellings: z.int(),
});
export type LabellingLinkView = z.infer<typeof LabellingLinkView>;

/** Reply of POST; `path` ends with the secret, which is shown this once */
export const LabellingLinkReply = z.object({
  link: LabellingLinkView,
  path: z.string(),
  url: z.string(),
});

/** POST /labelling-links/:token: somebody without an account begins. */
export const GuestStart = z.strictObject({ nickname: trimmed(40).default('') });
export type GuestStart = z.infer<typeof GuestStart>;

/** What a guest is told of the task. */
export interface GuestTask {
  linkId: string;
  name: string;
  instructions: string;
  project: { name: string; rule: string };
  classes: ClassView[];
  expiresAt: Date;
  chips: number;
}

/** A chip as a guest sees it: its picture and lattice, and nothing else of the project. */
export const GuestChip = z.object({
  id: z.uuid(),
  rows: z.int().positive(),
  cols: z.int().positive(),
  width: z.int().positive(),
  height: z.int().positive(),
  cellPx: z.number().positive(),
  imageUrl: z.string(),
});
export type GuestChip = z.infer<typeof GuestChip>;

/** How far a guest is: chips that they handed in, and with those that are still to be had. */
export const GuestProgress = z.object({ done: z.int(), total: z.int() });
export type GuestProgress = z.infer<typeof GuestProgress>;

/** POST /guest/:link/next. `chip` null: nothing is left for this guest. */
export const GuestNext = z.object({
  chip: GuestChip.nullable(),
  labelling: LabellingView.nullable(),
  progress: GuestProgress,
});
export type GuestNext = z.infer<typeof GuestNext>;

/** The numbers of "3, 7-20", at most as many as a link takes; null where it is not written so. */
export function numbersOf(words: string): number[] | null {
  const numbers = new Set<number>();
  for (const part of words.split(',')) {
    const match = /^\s*(\d{1,9})\s*(?:[-–]\s*(\d{1,9})\s*)?$/.exec(part);
    if (!match) return null;
    const from = Number(match[1]);
    const to = Number(match[2] ?? match[1]);
    if (from < 1 || to < from || to - from >= LINK_MOST.chips) return null;
    for (let number = from; number <= to; number += 1) numbers.add(number);
  }
  return numbers.size > LINK_MOST.chips ? null : [...numbers];
}
