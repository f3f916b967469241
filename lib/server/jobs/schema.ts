import { z } from 'zod';
import { Sha256 } from '@/lib/contracts/package';

/**
 * `Job.params` of every kind that a runner does. The inputs are named by hash or id, so that each attempt gets the same.
 * (CUT: lib/domain/import, EXPORT: lib/domain/export.)
 */
export const RunnerParams = z.object({
  /** name of the version that is made, or of the one that is run */
  name: z.string(),
  /** number of the version that is made; null for the other kinds */
  number: z.int().positive().nullable(),
  /** ModelVersion that gives the backbone or is run */
  modelId: z.uuid(),
  /** ModelVersion that is scored on the same cells */
  deployedId: z.uuid().nullable(),
  /** object with JSON lines of lib/contracts/dataset.ts */
  dataset: Sha256,
  chips: z.int(),
  /** LABEL_ISSUES: chips with labels in the project, of which `chips` are checked */
  labelled: z.int().optional(),
  snapshotId: z.uuid().nullable(),
  /** HeadParams, FinetuneParams or LabelIssuesParams of lib/contracts/job.ts; `batch` is halved when memory runs out */
  params: z.record(z.string(), z.unknown()),
});
export type RunnerParams = z.infer<typeof RunnerParams>;
