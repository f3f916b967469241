import { z } from 'zod';
import { count, measure, ordinal, text } from '@/lib/contracts/bounds';
import { errorKey } from '@/lib/domain/error/message';
import { ChipView, ExclusionReason } from '@/lib/domain/chip/schema';
import { PracticePlace } from '@/lib/domain/ground-truth/schema';
import { LabellingView } from '@/lib/domain/label/schema';
import { DEFAULT_THRESHOLD } from '@/lib/domain/proposal/thresholds';
import { FIRST_CLASS_CODE, LAST_CODE } from '@/lib/contracts/cell-code';

/** Chips that one person may hold at a time: a screenful ahead, or an hour of work taken offline. */
export const MAX_HELD = 60;
/** Longest lease that a person can ask for: a day in the field. */
export const MAX_OFFLINE_SECONDS = 12 * 3600;

/** How untouched chips are chosen. What was returned to a person or begun by them comes first in every mode. */
export const QueueMode = z.enum(['recommended', 'sequential', 'returned', 'area', 'filter']);
export type QueueMode = z.infer<typeof QueueMode>;

const Point = z.tuple([measure(), measure()]);

/** Part of the ground or of one picture; a chip belongs to it when its middle does. */
export const QueueArea = z.discriminatedUnion('kind', [
  /** [longitude, latitude] in degrees, WGS 84; open or closed */
  z.object({ kind: z.literal('ground'), ring: z.array(Point).min(3).max(500) }),
  /** pixels of one asset */
  z.object({
    kind: z.literal('pixels'),
    asset: z.uuid(),
    ring: z.array(Point).min(3).max(500),
  }),
  /** rows and columns of an asset's grid of chips, 0-based, both ends included */
  z.object({
    kind: z.literal('grid'),
    asset: z.uuid(),
    rows: z.tuple([count(), count()]),
    cols: z.tuple([count(), count()]),
  }),
]);
export type QueueArea = z.infer<typeof QueueArea>;

/** Untouched by anybody, or a labelling of the person's own in this state. */
export const FilterStatus = z.enum(['untouched', 'begun', 'returned', 'submitted']);
export type FilterStatus = z.infer<typeof FilterStatus>;

/** Which chips; all that is given must hold. */
export const QueueFilter = z.object({
  assets: z.array(z.uuid()).max(500).optional(),
  surveys: z.array(text(200)).max(100).optional(),
  status: FilterStatus.default('untouched'),
  /**
   * a cell in which the deployed model gives the output `code` (16 + class index) a probability of at least `from` and no
   * cell in which it gives more than `to`
   */
  proposed: z
    .object({
      code: z.int().min(FIRST_CLASS_CODE).max(LAST_CODE),
      from: z.number().min(0).max(1).default(DEFAULT_THRESHOLD),
      to: z.number().min(0).max(1).default(1),
    })
    .optional(),
});
export type QueueFilter = z.infer<typeof QueueFilter>;

/** What a person wants to label next; kept for each person and project. */
export const QueuePreference = z.object({
  mode: QueueMode.default('recommended'),
  area: QueueArea.optional(),
  filter: QueueFilter.optional(),
});
export type QueuePreference = z.infer<typeof QueuePreference>;

/** POST queue/next. Every chip of the reply is leased to the person. */
export const QueueRequest = QueuePreference.extend({
  /** numbers of chips not to assign again in this session */
  skip: z.array(ordinal()).max(1000).default([]),
  count: z.int().min(1).max(MAX_HELD).default(1),
  /** seconds to hold them without a heartbeat, to work offline; the instance's lease without it */
  offlineSeconds: z.int().min(60).max(MAX_OFFLINE_SECONDS).optional(),
}).superRefine((value, context) => {
  for (const mode of ['area', 'filter'] as const) {
    if (value.mode === mode && value[mode] === undefined) {
      context.addIssue({
        code: 'custom',
        path: [mode],
        message: errorKey(mode === 'area' ? 'validation.whichArea' : 'validation.whichFilter'),
      });
    }
  }
});
export type QueueRequest = z.infer<typeof QueueRequest>;

/**
 * Why this chip: returned to me, begun by me, left behind by somebody who is gone (reassigned), next in order; drawn at random because the model is too young, or as the fifth
 * that is always drawn at random (check); because the model is unsure of it, or it is unlike what was labelled lately; because
 * it lies in the chosen area or passes the filter.
 */
export const QueueReason = z.enum([
  'returned',
  'started',
  'reassigned',
  'next',
  'random',
  'check',
  'uncertain',
  'diverse',
  'area',
  'filter',
]);
export type QueueReason = z.infer<typeof QueueReason>;

/** Why the recommended mode drew at random although nobody asked it to. */
export const Fallback = z.enum(['few-labels', 'no-model', 'not-scored']);
export type Fallback = z.infer<typeof Fallback>;

/** A chip is one person's until this many seconds have passed without a heartbeat. */
export const LeaseView = z.object({
  seconds: z.number().positive(),
  /** somebody else's lease: labelling is possible, but they are at it */
  heldBy: z.object({ userId: z.uuid(), name: z.string() }).nullable(),
  /** no proposal is shown before this person submits */
  control: z.boolean(),
  /** one of the person's practice chips */
  practice: PracticePlace.nullable(),
});
export type LeaseView = z.infer<typeof LeaseView>;

export const QueueItem = z.object({
  chip: ChipView,
  /** the person's own */
  labelling: LabellingView,
  reason: QueueReason,
  seconds: z.number().positive(),
  control: z.boolean(),
  practice: PracticePlace.nullable(),
});
export type QueueItem = z.infer<typeof QueueItem>;

/** Why the queue gives no more chips: what the page puts into words. */
export const EmptyReason = z.discriminatedUnion('code', [
  /** the person holds as many chips as anybody may */
  z.object({ code: z.literal('full'), most: z.int() }),
  z.object({ code: z.literal('noneReturned') }),
  /** the person practises first, and has all practice chips of the round in hand */
  z.object({ code: z.literal('practice') }),
  z.object({ code: z.literal('noImagery') }),
  z.object({ code: z.literal('noneInArea') }),
  z.object({ code: z.literal('noneInFilter') }),
  /** the last untouched chips are held by others, or the person passed them over */
  z.object({ code: z.literal('withOthers'), count: z.int() }),
  z.object({
    code: z.literal('allLabelled'),
    confirmed: z.int(),
    submitted: z.int(),
    /** being labelled, sent back, or waiting for a second person */
    begun: z.int(),
    excluded: z.int(),
  }),
]);
export type EmptyReason = z.infer<typeof EmptyReason>;

export const QueueReply = z.object({
  items: z.array(QueueItem),
  /** why there are none, or fewer than asked for */
  why: EmptyReason.nullable(),
  fallback: Fallback.nullable(),
});
export type QueueReply = z.infer<typeof QueueReply>;

const Numbers = z.array(ordinal()).min(1).max(MAX_HELD);

/** POST queue/heartbeat: keeps the leases of many chips; `offlineSeconds` as in QueueRequest. */
export const LeaseHeartbeatRequest = z.object({
  numbers: Numbers,
  offlineSeconds: z.int().min(60).max(MAX_OFFLINE_SECONDS).optional(),
});
export type LeaseHeartbeatRequest = z.infer<typeof LeaseHeartbeatRequest>;

export const LeaseHeartbeatReply = z.object({
  held: z.array(z.int()),
  /** held by somebody else by now; `by` null: no chip of the project, or one more than a person may hold */
  lost: z.array(z.object({ number: z.int(), by: z.string().nullable() })),
});
export type LeaseHeartbeatReply = z.infer<typeof LeaseHeartbeatReply>;

/** POST queue/release */
export const ReleaseRequest = z.object({ numbers: Numbers });

/** Why a chip is passed over. */
export const SkipReason = z.enum([...ExclusionReason.options, 'notMyField', 'other']);
export type SkipReason = z.infer<typeof SkipReason>;

/** Whether the reason holds for everybody. */
export function isExclusion(reason: SkipReason): reason is ExclusionReason {
  return ExclusionReason.safeParse(reason).success;
}

/** POST chips/:chip/skip */
export const SkipRequest = z
  .object({ reason: SkipReason, note: z.string().trim().max(500).default('') })
  .refine((value) => value.reason !== 'other' || value.note !== '', {
    path: ['note'],
    message: errorKey('validation.skipNote'),
  });
export type SkipRequest = z.infer<typeof SkipRequest>;

/** `excluded`: nobody gets the chip until an admin puts it back. */
export const SkipReply = z.object({ excluded: z.boolean() });
export type SkipReply = z.infer<typeof SkipReply>;

/** A filter that a person kept under a name. */
export const SavedFilter = z.object({ id: z.uuid(), name: z.string(), filter: QueueFilter });
export type SavedFilter = z.infer<typeof SavedFilter>;

/** POST queue/filters. The same name again replaces the filter. */
export const NewFilter = z.strictObject({
  name: z.string().trim().min(1).max(60),
  filter: QueueFilter,
});
export type NewFilter = z.infer<typeof NewFilter>;

/** GET queue: what a person can label next. */
export const QueueView = z.object({
  /** what they said last */
  preference: QueuePreference,
  /** untouched chips that they could get, in all and by what they said last */
  left: z.int(),
  /** untouched chips that others hold now: they are not among those left */
  held: z.int(),
  leftPreferred: z.int(),
  /** there are more by what they said last than were counted */
  morePreferred: z.boolean(),
  returned: z.int(),
  filters: z.array(SavedFilter),
  /** null without a deployed version; how many of the chips left it has scored so far */
  model: z.object({ name: z.string(), scored: z.int() }).nullable(),
});
export type QueueView = z.infer<typeof QueueView>;

/** GET queue/excluded: chips that nobody gets, chips that a person skipped in words of their own, and chips that people took offline. */
export const ExcludedView = z.object({
  excluded: z.array(
    z.object({
      id: z.uuid(),
      number: z.int(),
      asset: z.string(),
      reason: ExclusionReason,
      note: z.string(),
      by: z.string().nullable(),
      at: z.iso.datetime().nullable(),
    }),
  ),
  skipped: z.array(
    z.object({
      id: z.uuid(),
      number: z.int(),
      asset: z.string(),
      userId: z.uuid(),
      by: z.string(),
      note: z.string(),
    }),
  ),
  offline: z.array(
    z.object({
      userId: z.uuid(),
      name: z.string(),
      numbers: z.array(z.int()),
      until: z.iso.datetime(),
    }),
  ),
});
export type ExcludedView = z.infer<typeof ExcludedView>;
