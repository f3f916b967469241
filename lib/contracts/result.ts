import { z } from 'zod';
import { count, measure, text } from './bounds';
import { LAST_CODE } from './cell-code';
import { JOB_CONTRACT } from './job';
import { Sha256 } from './package';

/** Absent and as many classes as a byte has codes for. */
const OUTPUTS = LAST_CODE + 1;
const code = () => z.int().min(0).max(LAST_CODE);
const share = () => z.number().min(0).max(1);

/** A figure with its 95 % interval (bootstrap over blocks) and the n it rests on; null bounds where n is too small. */
export const Figure = z.object({
  value: measure().nullable(),
  low: measure().nullable(),
  high: measure().nullable(),
  n: count(),
});
export type Figure = z.infer<typeof Figure>;

/** Test blocks that a score rests on, and how many an interval needs. */
export const Spread = z.object({ blocks: count(), needs: count() });
export type Spread = z.infer<typeof Spread>;

/** One model on the test cells. Rows of `confusion` are the truth; order as in the manifest's outputs. */
export const Score = z.object({
  manifest: Sha256.nullable(),
  cells: count(),
  /** missing in results of older trainers */
  spread: Spread.optional(),
  macroF1: Figure,
  accuracy: Figure,
  /** expected calibration error, 15 equal-width bins on the largest probability */
  ece: Figure,
  logLoss: Figure,
  classes: z
    .array(
      z.object({
        code: code(),
        name: text(200),
        ap: Figure,
        recall: Figure,
        precision: Figure,
      }),
    )
    .max(OUTPUTS),
  confusion: z.array(z.array(count()).max(OUTPUTS)).max(OUTPUTS),
  /** bins of a reliability diagram: mean predicted probability and observed fraction of right ones, of `n` cells */
  reliability: z
    .array(z.object({ predicted: measure(), observed: measure(), n: count() }))
    .max(1000),
});
export type Score = z.infer<typeof Score>;

export const TrainMetrics = z.object({
  train: z.object({ chips: count(), cells: count() }),
  calibration: z.object({ chips: count(), cells: count(), method: text(100) }),
  test: z.object({ chips: count(), cells: count() }),
  candidate: Score,
  /** the deployed version on the very same cells; null when there is none or its classes share nothing */
  deployed: Score.nullable(),
  /** cells that only one of the two gets right, exact McNemar p; null without a deployed version */
  paired: z.object({ won: count(), lost: count(), p: measure(), blocks: count() }).nullable(),
  seconds: z.record(text(100), measure()),
  cache: z.object({ hits: count(), misses: count() }),
});
export type TrainMetrics = z.infer<typeof TrainMetrics>;

/** Labels of one class that were checked: how many, how many of them are flagged, and how many are likely wrong in all. */
export const ClassIssues = z.object({
  code: code(),
  cells: count(),
  flagged: count(),
  estimated: count(),
});

/** What confident learning says of all labels that were checked. */
export const LabelIssuesSummary = z.object({
  chips: count(),
  /** labelled cells that were checked, and those that could not be: their class is too rare */
  cells: count(),
  unchecked: count(),
  blocks: count(),
  flagged: count(),
  estimated: count(),
  classes: z.array(ClassIssues).max(OUTPUTS),
});
export type LabelIssuesSummary = z.infer<typeof LabelIssuesSummary>;

/** result.json. `package`, `proposals` and `issues` name files of the job's folder that become artifacts. */
export const ResultFile = z.discriminatedUnion('kind', [
  z.object({
    contract: JOB_CONTRACT,
    kind: z.enum(['TRAIN_HEAD', 'FINETUNE']),
    /** SHA-256 of package/manifest.json; every file that it lists is an artifact too */
    manifest: Sha256,
    metrics: TrainMetrics,
  }),
  z.object({ contract: JOB_CONTRACT, kind: z.literal('EVALUATE'), score: Score }),
  z.object({
    contract: JOB_CONTRACT,
    kind: z.literal('INFER'),
    /** artifact: JSON lines {chip, probs: base64 of rows x cols x outputs bytes, round(255 p), embedding} */
    proposals: Sha256,
    chips: count(),
    manifest: Sha256,
  }),
  z.object({
    contract: JOB_CONTRACT,
    kind: z.literal('EMBED'),
    chips: count(),
    cache: z.object({ hits: count(), misses: count() }),
  }),
  z.object({
    contract: JOB_CONTRACT,
    kind: z.literal('LABEL_ISSUES'),
    /** artifact: JSON lines of LabelIssueLine, the most suspicious label first */
    issues: Sha256,
    lines: count(),
    summary: LabelIssuesSummary,
  }),
]);
export type ResultFile = z.infer<typeof ResultFile>;

/**
 * One label that was checked. Probabilities are out of fold: by heads that saw neither the cell nor the block of ground it lies in.
 */
export const LabelIssueLine = z.object({
  chip: z.uuid(),
  cell: count().max(9_999),
  given: code(),
  probability: share(),
  /** likeliest other class */
  suggested: code(),
  suggestedProbability: share(),
  /** label quality score: normalised margin, 0 is surely wrong */
  quality: share(),
  /** confident learning counts the label among the wrong ones */
  isIssue: z.boolean(),
});
export type LabelIssueLine = z.infer<typeof LabelIssueLine>;

/** One chip of the proposals. `embedding`: random projection of the cells’ mean embedding, base64 of 64 numbers, float32, little endian. */
export const ProposalLine = z.object({
  chip: z.uuid(),
  probs: z.base64(),
  /** missing from runners that are older than the queue which reads it */
  embedding: z.base64().length(344).optional(),
});
