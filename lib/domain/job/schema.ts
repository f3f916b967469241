import { z } from 'zod';
import { flagInText } from '@/lib/contracts/bounds';
import { ErrorMessageView } from '@/lib/domain/error/message';
import type { ErrorMessage } from '@/lib/domain/error/message';
import { RunnerKind } from '@/lib/contracts/job';
import { ErrorClass, Progress } from '@/lib/contracts/runner';

/** Kinds by who runs them: the Node worker claims in SQL, the Python runner over HTTP. */
export const WORKER_KINDS = ['CUT', 'EXPORT'] as const;
/** Kinds that end in a new model version; one of them at a time a project. */
export const TRAINING_KINDS = ['TRAIN_HEAD', 'FINETUNE'] as const;

export const JobKind = z.enum([...WORKER_KINDS, ...RunnerKind.options]);
export type JobKind = z.infer<typeof JobKind>;
export type WorkerKind = (typeof WORKER_KINDS)[number];

export const JobState = z.enum(['QUEUED', 'LEASED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED']);
export type JobState = z.infer<typeof JobState>;

const ENDED: ReadonlySet<JobState> = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED']);

/** Whether a job has come to its end: nothing changes it any more. */
export function hasEnded(state: JobState): boolean {
  return ENDED.has(state);
}

/** Why an attempt failed; the class decides whether there is another (lib/server/jobs/queue.ts). */
export const JobError = z.object({
  class: ErrorClass,
  message: z.string(),
  detail: z.string().optional(),
  /** names the message in words, where the reason is one of ours */
  text: ErrorMessageView.optional(),
});
export type JobError = z.infer<typeof JobError>;

/** Why it failed, as a message: our own reason, else its kind with what the machine said. */
export function jobErrorMessage({ class: kind, message, text }: JobError): ErrorMessage {
  return text ?? { key: 'job.failed', values: { kind, detail: message } };
}

/** A job as people and programs read it. Unfinished jobs carry progress, ended ones their result or error. */
export const JobView = z.object({
  id: z.uuid(),
  kind: JobKind,
  /** what it makes or does, in English, for the command line: "Training of v3" */
  title: z.string(),
  /** what the title names: a version and how many chips; null for cuts and exports */
  subject: z.object({ name: z.string(), chips: z.int() }).nullable(),
  state: JobState,
  attempt: z.int(),
  maxAttempts: z.int(),
  progress: Progress.nullable(),
  error: JobError.nullable(),
  cancelRequested: z.boolean(),
  /** name of the worker or runner that has it, or had it last */
  runner: z.string().nullable(),
  /** the version that it made */
  version: z.object({ number: z.int(), name: z.string() }).nullable(),
  by: z.string().nullable(),
  createdAt: z.iso.datetime(),
  /** a retry waits until then */
  runAfter: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
});
export type JobView = z.infer<typeof JobView>;

export const JobList = z.object({ items: z.array(JobView), nextCursor: z.string().optional() });

export const JobLogLine = z.object({
  /** running number; pass the last one as `after` to read on */
  id: z.int(),
  attempt: z.int(),
  at: z.iso.datetime(),
  level: z.string(),
  text: z.string(),
});
export type JobLogLine = z.infer<typeof JobLogLine>;
export const JobLogPage = z.object({ items: z.array(JobLogLine) });

/** GET jobs: newest first. */
export const JobQuery = z.object({
  kind: JobKind.optional(),
  /** only what runners do: trainings, proposals, evaluations */
  runner: flagInText().optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const JobLogQuery = z.object({
  after: z.coerce
    .number()
    .int()
    .nonnegative()
    .max(2 ** 50)
    .default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
});

/** Path parameter of a job's routes. */
export const JobParams = z.object({ job: z.uuid() });
