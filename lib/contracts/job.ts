import { z } from 'zod';
import { Sha256 } from './package';

/** Of job.json and result.json together: a runner that does not know what it would have to answer refuses the job at once. */
export const JOB_CONTRACT = z.literal(2);

/** Jobs of the Python runner, as the table of jobs spells them. EVALUATE and EMBED read the same inputs as TRAIN_HEAD and INFER. */
export const RunnerKind = z.enum([
  'EMBED',
  'TRAIN_HEAD',
  'FINETUNE',
  'EVALUATE',
  'INFER',
  'LABEL_ISSUES',
]);
export type RunnerKind = z.infer<typeof RunnerKind>;

/** Standardised multinomial logistic regression on mean loss + lambda / 2 |w|^2. */
export const HeadParams = z.object({
  seed: z.int().default(0),
  lambda: z.number().positive().default(0.2),
});

/** Short fine-tune: stages from stride 16 on, AdamW, one cycle, frozen batch-norm statistics. */
export const FinetuneParams = HeadParams.extend({
  steps: z.int().positive().default(120),
  batch: z.int().positive().default(4),
  learningRate: z.number().positive().default(3e-4),
});

/** Cross-fitted heads over blocks of ground, and how many cells are told of: the most suspicious ones. */
export const LabelIssuesParams = HeadParams.extend({
  folds: z.int().min(2).default(5),
  limit: z.int().positive().default(100_000),
});

/**
 * job.json: the trainer is a function of a folder. All paths are relative to the folder.
 * Pictures lie in `images/<sha256>`; packages are folders with manifest.json.
 */
export const JobFile = z.object({
  contract: JOB_CONTRACT,
  id: z.uuid(),
  kind: RunnerKind,
  /** name of the version to be made, for instance "v3" */
  name: z.string().min(1),
  params: z.record(z.string(), z.unknown()),
  /** inputs/dataset.jsonl */
  dataset: z.string(),
  /** SHA-256 of the dataset when it is a snapshot */
  snapshot: Sha256.nullable(),
  /** package that gives the backbone (TRAIN_HEAD, FINETUNE, EMBED, LABEL_ISSUES) or is run (INFER, EVALUATE) */
  model: z.string(),
  /** the deployed package, scored on the same test cells; null when there is none */
  deployed: z.string().nullable(),
  images: z.string(),
});
export type JobFile = z.infer<typeof JobFile>;
