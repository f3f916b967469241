import { z } from 'zod';
import { count } from '@/lib/contracts/bounds';
import { JobView, TRAINING_KINDS } from '@/lib/domain/job/schema';
import { NextTraining } from '@/lib/domain/project/overview';
import { SnapshotSummary } from '@/lib/domain/snapshot/schema';

/** What stands in the way of a training: what the page puts into words. */
export const TrainingObstacle = z.discriminatedUnion('code', [
  z.object({ code: z.literal('under-way') }),
  z.object({ code: z.literal('no-base') }),
  z.object({ code: z.literal('none-confirmed') }),
  /** chips confirmed, how many of them lie in training blocks, and how many must */
  z.object({
    code: z.literal('few-in-training'),
    chips: z.int(),
    train: z.int(),
    needs: z.int(),
  }),
  /** cells of each class in training blocks; two classes must have `needs` */
  z.object({
    code: z.literal('one-kind'),
    needs: z.int(),
    kinds: z.array(z.object({ code: z.int(), name: z.string(), cells: z.int() })),
  }),
]);
export type TrainingObstacle = z.infer<typeof TrainingObstacle>;

/** GET training: whether a training is worth it, whether it is possible, and what it would train on. */
export const TrainingView = z.object({
  /** the project's own pace: 20 confirmed chips first, then a tenth more than the last attempt had */
  next: NextTraining,
  /** null when an admin may start one by hand now, else what stands in the way */
  blocked: TrainingObstacle.nullable(),
  /** number of the snapshot that it would use; null when a new one would be frozen */
  snapshot: z.int().nullable(),
  chips: z.int(),
  cells: z.int(),
  /** what a training started now would train on */
  summary: SnapshotSummary,
  /** the training that is under way */
  active: JobView.nullable(),
  /** the newest training that has ended */
  last: JobView.nullable(),
});
export type TrainingView = z.infer<typeof TrainingView>;

/** POST training. */
export const NewTraining = z.strictObject({
  kind: z.enum(TRAINING_KINDS).default('TRAIN_HEAD'),
  seed: count().optional(),
  lambda: z.number().positive().max(1e6).optional(),
  steps: z.int().positive().max(1_000_000).optional(),
  batch: z.int().positive().max(10_000).optional(),
  learningRate: z.number().positive().max(100).optional(),
});
export type NewTraining = z.infer<typeof NewTraining>;

/** Reply of POST training. */
export const TrainingStarted = z.object({
  job: JobView,
  /** number of the snapshot that it trains on, and whether it was frozen for it */
  snapshot: z.int(),
  created: z.boolean(),
});
export type TrainingStarted = z.infer<typeof TrainingStarted>;
