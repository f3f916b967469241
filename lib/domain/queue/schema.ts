import { z } from 'zod';
import { ChipView } from '@/lib/domain/chip/schema';

/** In which order untouched chips are handed out. */
export const QueueMode = z.enum(['sequential', 'random']);
export type QueueMode = z.infer<typeof QueueMode>;

/** POST queue/next. `after` skips forward past a chip that the person does not want now. */
export const QueueRequest = z.object({
  mode: QueueMode.default('sequential'),
  /** numbers of chips not to hand out again in this sitting */
  skip: z.array(z.int().positive()).max(500).default([]),
});
export type QueueRequest = z.infer<typeof QueueRequest>;

/** Why this chip: returned to me, begun by me, next in order, drawn at random. */
export const QueueReason = z.enum(['returned', 'started', 'next', 'random']);
export type QueueReason = z.infer<typeof QueueReason>;

/** A chip is one person's until this many seconds have passed without a heartbeat. */
export const LeaseView = z.object({
  seconds: z.number().positive(),
  /** somebody else's lease: labelling is possible, but they are at it */
  heldBy: z.object({ userId: z.uuid(), name: z.string() }).nullable(),
});
export type LeaseView = z.infer<typeof LeaseView>;

export const QueueReply = z.union([
  z.object({ chip: ChipView, reason: QueueReason, lease: LeaseView }),
  z.object({ chip: z.null(), why: z.string() }),
]);
export type QueueReply = z.infer<typeof QueueReply>;
