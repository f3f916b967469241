import { z } from 'zod';
import { text } from './bounds';
import { JobFile, RunnerKind } from './job';
import { Sha256 } from './package';
import { ResultFile } from './result';

/**
 * The trainer protocol: HTTP pull, fenced by a lease token (docs/architecture.md, "Trainer protocol").
 * Every call but claim carries the lease token; a stale one gets 409 problem code `lease_lost`.
 */
export const ClaimRequest = z.object({
  runner: z.object({
    name: z.string().min(1).max(100),
    version: text(100),
    labels: z.array(text(100)).max(100),
  }),
  kinds: z.array(RunnerKind).min(1).max(RunnerKind.options.length),
});

export const Lease = z.object({
  leaseToken: z.uuid(),
  /** seconds from this answer until the lease ends; the runner stops by itself 10 s before */
  leaseSeconds: z.number().positive(),
  heartbeatSeconds: z.number().positive(),
});

export const ClaimReply = z.object({
  /** null: nothing to do, ask again after pollSeconds */
  job: z
    .object({
      id: z.uuid(),
      attempt: z.int().positive(),
      maxAttempts: z.int().positive(),
      lease: Lease,
      file: JobFile,
      /** files to lay into the folder before the run; pictures of the dataset are fetched by hash when not cached */
      inputs: z.array(z.object({ path: z.string(), sha256: Sha256, bytes: z.int() })),
    })
    .nullable(),
  pollSeconds: z.number().positive(),
});

export const Progress = z.object({
  fraction: z.number().min(0).max(1),
  stage: z.string().max(40),
  text: z.string().max(300),
});
export type Progress = z.infer<typeof Progress>;

export const HeartbeatRequest = z.object({ leaseToken: z.uuid(), progress: Progress.optional() });
export const HeartbeatReply = z.object({
  leaseSeconds: z.number().positive(),
  cancel: z.boolean(),
});

export const LogRequest = z.object({
  leaseToken: z.uuid(),
  lines: z
    .array(
      z.object({
        at: z.iso.datetime({ offset: true }),
        level: z.enum(['debug', 'info', 'warning', 'error']),
        text: z.string().max(4000),
      }),
    )
    .max(500),
});

export const CompleteRequest = z.object({ leaseToken: z.uuid(), result: ResultFile });
/** Stored with the job: a repeated complete with the same token gets this same answer. */
export const CompleteReply = z.object({
  state: z.literal('SUCCEEDED'),
  versionId: z.uuid().nullable(),
  version: z.string().nullable(),
});

/** USER and BUG don't retry; DATA once; INFRA and LOST with backoff; OOM with half the batch; CANCELLED ends the job. */
export const ErrorClass = z.enum(['USER', 'BUG', 'DATA', 'INFRA', 'LOST', 'OOM', 'CANCELLED']);
export const FailRequest = z.object({
  leaseToken: z.uuid(),
  error: z.object({
    class: ErrorClass,
    message: z.string().max(2000),
    detail: z.string().max(20000).optional(),
  }),
});
export const FailReply = z.object({ state: z.enum(['QUEUED', 'FAILED', 'CANCELLED']) });

/** PUT artifacts/<sha256>: bytes of one part, header Content-Range; HEAD answers Upload-Offset. */
export const ArtifactReply = z.object({ received: z.int().nonnegative(), complete: z.boolean() });
