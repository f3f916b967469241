import { z } from 'zod';
import { byteCount, count, int4, measure, ordinal, text } from './bounds';
import { ABSENT_CODE, LAST_CODE } from './cell-code';

/** Lower-case hex SHA-256. Everything that is stored or shipped is named by one. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256');

/** A file of a package, path relative to the package's folder, forward slashes. */
export const PackageFile = z.object({
  path: z
    .string()
    .max(255)
    .regex(/^(?!.*\.\.)[a-z0-9][a-z0-9_./-]*$/i),
  sha256: Sha256,
  bytes: byteCount(),
});

/** One column of the head: cell code 1 is absent, 16 + index a class of the project. */
export const PackageOutput = z.object({
  code: z.int().min(ABSENT_CODE).max(LAST_CODE),
  classId: z.uuid().nullable(),
  name: text(200).min(1),
});

/**
 * A check chip goes the whole way (PNG at native size, resampling, network, pooling, head, calibration).
 * `probs` is cells x outputs, row-major; `emb` lists some embedding numbers (a base package has no outputs).
 */
export const CheckChip = z.object({
  image: text(255),
  rows: ordinal(),
  cols: ordinal(),
  cellPx: z.number().positive().max(10_000),
  probs: z.array(measure()).max(1_000_000),
  emb: z.array(z.object({ cell: count(), feature: count(), value: measure() })).max(1_000_000),
});

/** Check chips, and how exactly a consumer must meet them before it uses the package. */
const CheckChips = z.object({
  /** largest absolute difference in probability: wasm and CPU, GPU backends */
  tolerance: z.object({ cpu: measure(), gpu: measure() }),
  chips: z.array(CheckChip).min(1).max(100),
});

/** What every contract has. */
const PARTS = {
  name: text(200).min(1),
  files: z.array(PackageFile).min(1).max(1000),
  input: z.object({
    /** side of a cell after resampling, pixels */
    cellPx: ordinal(),
    colour: z.literal('rgb'),
    /** network input = (pixel 0..255 - mean) / std */
    mean: measure(),
    std: measure().positive(),
    /** separable triangle filter, widened when shrinking (antialias), float32 without rounding between */
    resample: z.literal('triangle'),
    /** the resampled picture is padded right and bottom with `mean` to a multiple of this */
    multiple: ordinal(),
  }),
  limits: z.object({ maxRows: ordinal(), maxCols: ordinal() }),
  backbone: z.object({
    id: text(200).min(1),
    /** SHA-256 of tfjs/weights.bin: equal for every version with the same backbone */
    sha256: Sha256,
    features: ordinal(),
    /** graph inputs: area-overlap pooling matrices, one a depth, in the order of the embedding's parts */
    pools: z.array(z.object({ input: text(200), stride: ordinal(), channels: ordinal() })).max(100),
    tfjs: z.object({
      model: text(255),
      weights: text(255),
      image: text(255),
      embedding: text(255),
    }),
    onnx: text(255),
  }),
  /** columns of the head, absent first; empty in a base package */
  outputs: z.array(PackageOutput).max(LAST_CODE + 1),
  /** float32 little endian: features x outputs weights row-major, then outputs biases; standardisation folded in */
  head: text(255).nullable(),
  /** p = softmax(logits / temperature + bias) */
  calibration: z.object({
    temperature: measure().positive(),
    bias: z.array(measure()).max(LAST_CODE + 1),
  }),
  /** smallest probability worth pre-marking, per output code as a string */
  thresholds: z.record(text(20), z.number().min(0).max(1)),
  lineage: z.object({
    snapshot: Sha256.nullable(),
    parent: Sha256.nullable(),
    seed: int4(),
    params: z.record(text(100), z.unknown()),
    code: text(200),
    created: z.iso.datetime({ offset: true }),
  }),
};

/**
 * manifest.json of a model package: a folder of content-addressed files that browser, server and trainer load.
 * The package's identity is the SHA-256 of the bytes of manifest.json.
 */
export const Manifest = z.object({ contract: z.literal(2), ...PARTS, checkChips: CheckChips });

/** Contract 1, of packages that were made before. Being named by their hash, they stay as they are. */
export const Manifest1 = z.object({ contract: z.literal(1), ...PARTS, golden: CheckChips });

/** A manifest of any contract, read as one of contract 2 (docs/decisions/0037). */
export const AnyManifest = z
  .discriminatedUnion('contract', [Manifest, Manifest1])
  .transform((manifest): z.infer<typeof Manifest> => {
    if (manifest.contract === 2) return manifest;
    const { golden: checkChips, ...parts } = manifest;
    return { ...parts, contract: 2, checkChips };
  });
export type Manifest = z.infer<typeof Manifest>;
export type PackageFile = z.infer<typeof PackageFile>;
export type PackageOutput = z.infer<typeof PackageOutput>;
export type CheckChip = z.infer<typeof CheckChip>;
