import { z } from 'zod';
import { ABSENT_CODE, LAST_CODE } from './cell-code';

/** Lower-case hex SHA-256. Everything that is stored or shipped is named by one. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256');

/** A file of a package, path relative to the package's folder, forward slashes. */
export const PackageFile = z.object({
  path: z.string().regex(/^(?!.*\.\.)[a-z0-9][a-z0-9_./-]*$/i),
  sha256: Sha256,
  bytes: z.int().nonnegative(),
});

/** One column of the head: cell code 1 is absent, 16 + index a class of the project. */
export const PackageOutput = z.object({
  code: z.int().min(ABSENT_CODE).max(LAST_CODE),
  classId: z.uuid().nullable(),
  name: z.string().min(1),
});

/**
 * A check chip goes the whole way (PNG at native size, resampling, network, pooling, head, calibration).
 * `probs` is cells x outputs, row-major; `emb` lists some embedding numbers (a base package has no outputs).
 */
export const CheckChip = z.object({
  image: z.string(),
  rows: z.int().positive(),
  cols: z.int().positive(),
  cellPx: z.number().positive(),
  probs: z.array(z.number()),
  emb: z.array(z.object({ cell: z.int(), feature: z.int(), value: z.number() })),
});

/**
 * manifest.json of a model package: a folder of content-addressed files that browser, server and trainer load.
 * The package's identity is the SHA-256 of the bytes of manifest.json.
 */
export const Manifest = z.object({
  contract: z.literal(1),
  name: z.string().min(1),
  files: z.array(PackageFile).min(1),
  input: z.object({
    /** side of a cell after resampling, pixels */
    cellPx: z.int().positive(),
    colour: z.literal('rgb'),
    /** network input = (pixel 0..255 - mean) / std */
    mean: z.number(),
    std: z.number().positive(),
    /** separable triangle filter, widened when shrinking (antialias), float32 without rounding between */
    resample: z.literal('triangle'),
    /** the resampled picture is padded right and bottom with `mean` to a multiple of this */
    multiple: z.int().positive(),
  }),
  limits: z.object({ maxRows: z.int().positive(), maxCols: z.int().positive() }),
  backbone: z.object({
    id: z.string().min(1),
    /** SHA-256 of tfjs/weights.bin: equal for every version with the same backbone */
    sha256: Sha256,
    features: z.int().positive(),
    /** graph inputs: area-overlap pooling matrices, one a depth, in the order of the embedding's parts */
    pools: z.array(
      z.object({
        input: z.string(),
        stride: z.int().positive(),
        channels: z.int().positive(),
      }),
    ),
    tfjs: z.object({
      model: z.string(),
      weights: z.string(),
      image: z.string(),
      embedding: z.string(),
    }),
    onnx: z.string(),
  }),
  /** columns of the head, absent first; empty in a base package */
  outputs: z.array(PackageOutput),
  /** float32 little endian: features x outputs weights row-major, then outputs biases; standardisation folded in */
  head: z.string().nullable(),
  /** p = softmax(logits / temperature + bias) */
  calibration: z.object({ temperature: z.number().positive(), bias: z.array(z.number()) }),
  /** smallest probability worth pre-marking, per output code as a string */
  thresholds: z.record(z.string(), z.number().min(0).max(1)),
  /** the check chips; the field keeps its first name, since packages are stored for good */
  golden: z.object({
    /** largest absolute difference in probability: wasm and CPU, GPU backends */
    tolerance: z.object({ cpu: z.number(), gpu: z.number() }),
    chips: z.array(CheckChip).min(1),
  }),
  lineage: z.object({
    snapshot: Sha256.nullable(),
    parent: Sha256.nullable(),
    seed: z.int(),
    params: z.record(z.string(), z.unknown()),
    code: z.string(),
    created: z.iso.datetime({ offset: true }),
  }),
});
export type Manifest = z.infer<typeof Manifest>;
export type PackageFile = z.infer<typeof PackageFile>;
export type PackageOutput = z.infer<typeof PackageOutput>;
export type CheckChip = z.infer<typeof CheckChip>;
