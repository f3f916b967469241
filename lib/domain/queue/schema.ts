import { z } from 'zod';
import { errorKey } from '@/lib/domain/error/message';
import { ChipView } from '@/lib/domain/chip/schema';
import { LabellingView } from '@/lib/domain/label/schema';
import { FIRST_CLASS_CODE, LAST_CODE } from '@/lib/contracts/cell-code';

/** Chips that one person may hold at a time: a screenful ahead, or an hour of work taken offline. */
export const MAX_HELD = 60;
/** Longest lease that a person can ask for: a day in the field. */
export const MAX_OFFLINE_SECONDS = 12 * 3600;

/** How untouched chips are chosen. What was returned to a person or begun by them comes first in every mode. */
export const QueueMode = z.enum(['recommended', 'sequential', 'returned', 'area', 'filter']);
export type QueueMode = z.infer<typeof QueueMode>;

const Pixels = z.tuple([z.number(), z.number()]);

/** Part of the ground or of one picture; a chip belongs to it when its middle does. */
export const QueueArea = z.discriminatedUnion('kind', [
  /** [longitude, latitude] in degrees, WGS 84; open or closed */
  z.object({ kind: z.literal('ground'), ring: z.array(Pixels).min(3).max(500) }),
  /** pixels of one asset */
  z.object({
    kind: z.literal('pixels'),
    asset: z.uuid(),
    ring: z.array(Pixels).min(3).max(500),
  }),
  /** rows and columns of an asset's grid of chips, 0-based, both ends included */
  z.object({
    kind: z.literal('grid'),
    asset: z.uuid(),
    rows: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
    cols: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
  }),
]);
export type QueueArea = z.infer<typeof QueueArea>;

/** Untouched by anybody, or a labelling of the person's own in this state. */
export const FilterStatus = z.enum(['untouched', 'begun', 'returned', 'submitted']);
export type FilterStatus = z.infer<typeof FilterStatus>;

/** Which chips; all that is given must hold. */
export const ChipFilter = z.object({
  assets: z.array(z.uuid()).max(500).optional(),
  surveys: z.array(z.string()).max(100).optional(),
  status: FilterStatus.default('untouched'),
  /**
   * a cell in which the deployed model gives the output `code` (16 + class index) a probability of at least `from` and no
   * cell in which it gives more than `to`
   */
  proposed: z
    .object({
      code: z.int().min(FIRST_CLASS_CODE).max(LAST_CODE),
      from: z.number().min(0).max(1).default(0.45),
      to: z.number().min(0).max(1).default(1),
    })
    .optional(),
});
export type ChipFilter = z.infer<typeof ChipFilter>;

/** What a person wants to label next; kept for each person and project. */
export const QueuePreference = z.object({
  mode: QueueMode.default('recommended'),
  area: QueueArea.optional(),
  filter: ChipFilter.optional(),
});
export type QueuePreference = z.infer<typeof QueuePreference>;

/** POST queue/next. Every chip of the reply is leased to the person. */
export const QueueRequest = QueuePreference.extend({
  /** numbers of chips not to hand out again in this sitting */
  skip: z.array(z.int().positive()).max(1000).default([]),
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
 * Why this chip: returned to me, begun by me, next in order; drawn at random because the model is too young, or as the fifth
 * that is always drawn at random (check); because the model is unsure of it, or it is unlike what was labelled lately; because
 * it lies in the chosen area or passes the filter.
 */
export const QueueReason = z.enum([
  'returned',
  'started',
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
});
export type LeaseView = z.infer<typeof LeaseView>;

export const QueueItem = z.object({
  chip: ChipView,
  /** the person's own */
  labelling: LabellingView,
  reason: QueueReason,
  seconds: z.number().positive(),
  control: z.boolean(),
});
export type QueueItem = z.infer<typeof QueueItem>;

/** Why the queue gives no more chips: what the page puts into words. */
export const EmptyReason = z.discriminatedUnion('code', [
  /** the person holds as many chips as anybody may */
  z.object({ code: z.literal('full'), most: z.int() }),
  z.object({ code: z.literal('none-returned') }),
  z.object({ code: z.literal('no-imagery') }),
  z.object({ code: z.literal('none-in-area') }),
  z.object({ code: z.literal('none-in-filter') }),
  /** the last untouched chips are held by others, or the person passed them over */
  z.object({ code: z.literal('with-others'), count: z.int() }),
  z.object({
    code: z.literal('all-labelled'),
    total: z.int(),
    confirmed: z.int(),
    submitted: z.int(),
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

const Numbers = z.array(z.int().positive()).min(1).max(MAX_HELD);

/** POST queue/heartbeat: keeps the leases of many chips; `offlineSeconds` as in QueueRequest. */
export const HeartbeatRequest = z.object({
  numbers: Numbers,
  offlineSeconds: z.int().min(60).max(MAX_OFFLINE_SECONDS).optional(),
});
export type HeartbeatRequest = z.infer<typeof HeartbeatRequest>;

export const HeartbeatReply = z.object({
  held: z.array(z.int()),
  /** held by somebody else by now; `by` null: no chip of the project, or one more than a person may hold */
  lost: z.array(z.object({ number: z.int(), by: z.string().nullable() })),
});
export type HeartbeatReply = z.infer<typeof HeartbeatReply>;

/** POST queue/release */
export const ReleaseRequest = z.object({ numbers: Numbers });

/** Why a chip is passed over. */
export const SkipReason = z.enum(['blurred', 'dark', 'cloud', 'not-my-field', 'other']);
export type SkipReason = z.infer<typeof SkipReason>;

/** Reasons that hold for everybody: the chip is excluded until an admin puts it back. */
export const FOR_EVERYBODY: readonly SkipReason[] = ['blurred', 'dark', 'cloud'];

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
export const SavedFilter = z.object({ id: z.uuid(), name: z.string(), filter: ChipFilter });
export type SavedFilter = z.infer<typeof SavedFilter>;

/** POST queue/filters. The same name again replaces the filter. */
export const NewFilter = z.strictObject({
  name: z.string().trim().min(1).max(60),
  filter: ChipFilter,
});
export type NewFilter = z.infer<typeof NewFilter>;

/** GET queue: what a person can label next. */
export const QueueView = z.object({
  /** what they said last */
  preference: QueuePreference,
  /** untouched chips that they could get, in all and by what they said last */
  left: z.int(),
  leftPreferred: z.int(),
  returned: z.int(),
  filters: z.array(SavedFilter),
  /** null without a deployed version; how many of the chips left it has scored so far */
  model: z.object({ name: z.string(), scored: z.int() }).nullable(),
});
export type QueueView = z.infer<typeof QueueView>;

/** GET queue/excluded: chips that nobody gets, and chips that people took offline. */
export const ExcludedView = z.object({
  excluded: z.array(
    z.object({
      id: z.uuid(),
      number: z.int(),
      asset: z.string(),
      reason: SkipReason,
      note: z.string(),
      by: z.string().nullable(),
      at: z.iso.datetime().nullable(),
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
