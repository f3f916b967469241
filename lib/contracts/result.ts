import { z } from 'zod';
import { Sha256 } from './package';

/** A figure with its 95 % interval (bootstrap over blocks) and the n it rests on; null bounds where n is too small. */
export const Figure = z.object({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  n: z.int().nonnegative(),
});
export type Figure = z.infer<typeof Figure>;

/** One model on the test cells. Rows of `confusion` are the truth; order as in the manifest's outputs. */
export const Score = z.object({
  manifest: Sha256.nullable(),
  cells: z.int().nonnegative(),
  macroF1: Figure,
  accuracy: Figure,
  /** expected calibration error, 15 equal-width bins on the largest probability */
  ece: Figure,
  logLoss: Figure,
  classes: z.array(
    z.object({
      code: z.int(),
      name: z.string(),
      ap: Figure,
      recall: Figure,
      precision: Figure,
    }),
  ),
  confusion: z.array(z.array(z.int())),
  reliability: z.array(z.object({ said: z.number(), seen: z.number(), n: z.int() })),
});
export type Score = z.infer<typeof Score>;

export const TrainMetrics = z.object({
  train: z.object({ chips: z.int(), cells: z.int() }),
  calibration: z.object({ chips: z.int(), cells: z.int(), method: z.string() }),
  test: z.object({ chips: z.int(), cells: z.int() }),
  candidate: Score,
  /** the deployed version on the very same cells; null when there is none or its classes share nothing */
  champion: Score.nullable(),
  /** cells that only one of the two gets right, exact McNemar p; null without a champion */
  paired: z.object({ won: z.int(), lost: z.int(), p: z.number(), blocks: z.int() }).nullable(),
  seconds: z.record(z.string(), z.number()),
  cache: z.object({ hits: z.int(), misses: z.int() }),
});
export type TrainMetrics = z.infer<typeof TrainMetrics>;

/** result.json. `package` and `proposals` name files of the job's folder that become artifacts. */
export const ResultFile = z.discriminatedUnion('kind', [
  z.object({
    contract: z.literal(1),
    kind: z.enum(['TRAIN_HEAD', 'FINETUNE']),
    /** SHA-256 of package/manifest.json; every file that it lists is an artifact too */
    manifest: Sha256,
    metrics: TrainMetrics,
  }),
  z.object({ contract: z.literal(1), kind: z.literal('EVALUATE'), score: Score }),
  z.object({
    contract: z.literal(1),
    kind: z.literal('INFER'),
    /** artifact: JSON lines {chip, probs: base64 of rows x cols x outputs bytes, round(255 p), embedding} */
    proposals: Sha256,
    chips: z.int(),
    manifest: Sha256,
  }),
  z.object({
    contract: z.literal(1),
    kind: z.literal('EMBED'),
    chips: z.int(),
    cache: z.object({ hits: z.int(), misses: z.int() }),
  }),
]);
export type ResultFile = z.infer<typeof ResultFile>;

/** One chip of the proposals. `embedding`: random projection of the cells’ mean embedding, base64 of 64 numbers, float32, little endian. */
export const ProposalLine = z.object({
  chip: z.uuid(),
  probs: z.base64(),
  /** missing from runners that are older than the queue which reads it */
  embedding: z.base64().length(344).optional(),
});
