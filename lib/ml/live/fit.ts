import type { Head } from '@/lib/ml/head';
import { contrasts } from '@/lib/ml/live/contrast';
import { minimise } from '@/lib/ml/live/lbfgs';
import type { Limits } from '@/lib/ml/live/lbfgs';
import { gather, project } from '@/lib/ml/live/products';

/** Labelled cells of one chip: embeddings [cells, features] and the output of each. */
export interface Block {
  readonly embedding: Float32Array;
  readonly outputs: Uint8Array;
}

/** Mean and spread of each feature. */
export interface Scale {
  readonly mean: Float64Array;
  readonly spread: Float64Array;
}

export interface FitOptions extends Limits {
  readonly penalty: number;
  /** weights and biases are drawn towards this head's; null: weights towards none, biases are free */
  readonly prior: Head | null;
  /** where the search begins; null: at the prior */
  readonly start: Head | null;
}

/** Rows that are computed before the work may be put down. */
const ROWS_AT_ONCE = 256;
/** As HeadConfig.sd_floor of the trainer. */
const SPREAD_FLOOR = 1e-3;

/** Mean and spread over all cells, as the trainer standardises them. */
export function scaleOf(blocks: readonly Block[], features: number): Scale {
  const mean = new Float64Array(features);
  const spread = new Float64Array(features);
  let cells = 0;
  for (const { embedding } of blocks) {
    cells += embedding.length / features;
    for (let i = 0; i < embedding.length; i += features) {
      for (let f = 0; f < features; f += 1) {
        const x = embedding[i + f] as number;
        mean[f] = (mean[f] as number) + x;
        spread[f] = (spread[f] as number) + x * x;
      }
    }
  }
  for (let f = 0; f < features; f += 1) {
    const m = (mean[f] as number) / Math.max(1, cells);
    mean[f] = m;
    const variance = (spread[f] as number) / Math.max(1, cells) - m * m;
    spread[f] = Math.sqrt(Math.max(0, variance)) + SPREAD_FLOOR;
  }
  return { mean, spread };
}

/**
 * The logistic head of trainer/src/quadrat_trainer/head.py on cells of this browser: standardised features, mean cross-entropy plus
 * penalty / 2 * K / (K - 1) * |W - prior|^2, free biases, full batch, L-BFGS. The search is over contrasts of the outputs, in which a
 * softmax has no slack. Yields between pieces of work.
 */
export function* fitHead(
  blocks: readonly Block[],
  outputs: number,
  scale: Scale,
  options: FitOptions,
): Generator<undefined, { head: Head; steps: number }, undefined> {
  const features = scale.mean.length;
  const basis = contrasts(outputs);
  const pull = options.prior
    ? toContrasts(options.prior, basis, scale)
    : new Float64Array(basis.length * (features + 1));
  const from = options.start ? toContrasts(options.start, basis, scale) : pull.slice();
  if (!options.start && !options.prior)
    from.set(priorLogits(blocks, basis, outputs), basis.length * features);
  const loss = new Loss(blocks, basis, scale, {
    pull,
    strength: (options.penalty * outputs) / (outputs - 1),
    // a few chips without a class are no reason to forget how often the prior saw it
    bindBiases: options.prior !== null,
  });
  const { at, steps } = yield* minimise((v, gradient) => loss.at(v, gradient), from, options);
  return { head: toHead(at, basis, scale), steps };
}

/** Logits of the outputs' shares, in contrasts: where the search for a head of its own begins. */
function priorLogits(
  blocks: readonly Block[],
  basis: readonly Float64Array[],
  outputs: number,
): Float64Array {
  const counts = new Float64Array(outputs).fill(1);
  for (const block of blocks) {
    for (const k of block.outputs) counts[k] = (counts[k] as number) + 1;
  }
  return Float64Array.from(basis, (row) =>
    row.reduce((sum, b, k) => sum + b * Math.log(counts[k] as number), 0),
  );
}

/** Parameters [contrasts, features] then [contrasts], of standardised features, that give the head's function. */
function toContrasts(
  head: Head,
  basis: readonly Float64Array[],
  { mean, spread }: Scale,
): Float64Array {
  const { features, outputs, weights, bias } = head;
  const parameters = new Float64Array(basis.length * (features + 1));
  basis.forEach((row, c) => {
    let offset = 0;
    for (let k = 0; k < outputs; k += 1) offset += (row[k] as number) * (bias[k] as number);
    for (let f = 0; f < features; f += 1) {
      let v = 0;
      for (let k = 0; k < outputs; k += 1) {
        v += (row[k] as number) * (weights[f * outputs + k] as number);
      }
      parameters[c * features + f] = v * (spread[f] as number);
      offset += v * (mean[f] as number);
    }
    parameters[basis.length * features + c] = offset;
  });
  return parameters;
}

/** The same function of raw features, one column an output. */
function toHead(
  parameters: Float64Array,
  basis: readonly Float64Array[],
  { mean, spread }: Scale,
): Head {
  const features = mean.length;
  const outputs = basis.length + 1;
  const weights = new Float32Array(features * outputs);
  const offsets = new Float64Array(outputs);
  basis.forEach((row, c) => {
    let offset = parameters[basis.length * features + c] as number;
    for (let f = 0; f < features; f += 1) {
      const v = (parameters[c * features + f] as number) / (spread[f] as number);
      offset -= v * (mean[f] as number);
      for (let k = 0; k < outputs; k += 1) {
        const i = f * outputs + k;
        weights[i] = (weights[i] as number) + v * (row[k] as number);
      }
    }
    for (let k = 0; k < outputs; k += 1) {
      offsets[k] = (offsets[k] as number) + offset * (row[k] as number);
    }
  });
  return { features, outputs, weights, bias: Float32Array.from(offsets) };
}

interface Pull {
  readonly pull: Float64Array;
  readonly strength: number;
  readonly bindBiases: boolean;
}

class Loss {
  readonly #blocks: readonly Block[];
  readonly #basis: readonly Float64Array[];
  readonly #scale: Scale;
  readonly #pull: Pull;
  readonly #cells: number;

  constructor(blocks: readonly Block[], basis: readonly Float64Array[], scale: Scale, pull: Pull) {
    this.#blocks = blocks;
    this.#basis = basis;
    this.#scale = scale;
    this.#pull = pull;
    this.#cells = blocks.reduce((sum, block) => sum + block.outputs.length, 0);
  }

  /** Value and gradient. Rows stay as they are: the standardisation is folded into the weights and taken out of the gradient. */
  *at(v: Float64Array, gradient: Float64Array): Generator<undefined, number, undefined> {
    const { mean, spread } = this.#scale;
    const { pull, strength, bindBiases } = this.#pull;
    const features = mean.length;
    const many = this.#basis.length;
    const raw = new Float64Array(many * features);
    const offsets = new Float64Array(many);
    for (let c = 0; c < many; c += 1) {
      let offset = v[many * features + c] as number;
      for (let f = 0; f < features; f += 1) {
        const w = (v[c * features + f] as number) / (spread[f] as number);
        raw[c * features + f] = w;
        offset -= w * (mean[f] as number);
      }
      offsets[c] = offset;
    }
    gradient.fill(0);
    const sums = new Float64Array(many);
    let entropy = 0;
    let since = 0;
    for (const block of this.#blocks) {
      entropy += this.#addBlock(block, raw, offsets, gradient, sums);
      since += block.outputs.length;
      if (since >= ROWS_AT_ONCE) {
        since = 0;
        yield;
      }
    }
    let drawn = 0;
    for (let c = 0; c < many; c += 1) {
      for (let f = 0; f < features; f += 1) {
        const i = c * features + f;
        const away = (v[i] as number) - (pull[i] as number);
        drawn += away * away;
        const g = (gradient[i] as number) - (mean[f] as number) * (sums[c] as number);
        gradient[i] = g / (spread[f] as number) / this.#cells + strength * away;
      }
      const i = many * features + c;
      const away = bindBiases ? (v[i] as number) - (pull[i] as number) : 0;
      drawn += away * away;
      gradient[i] = (sums[c] as number) / this.#cells + strength * away;
    }
    return entropy / this.#cells + 0.5 * strength * drawn;
  }

  /** Adds a block's part of the gradient (of raw features) and of the residuals' sums; returns its cross-entropy. */
  #addBlock(
    block: Block,
    raw: Float64Array,
    offsets: Float64Array,
    gradient: Float64Array,
    sums: Float64Array,
  ): number {
    const features = this.#scale.mean.length;
    const many = this.#basis.length;
    const rows = block.outputs.length;
    const residuals = new Float64Array(many * rows);
    for (let c = 0; c < many; c += 1) {
      project(
        block.embedding,
        raw,
        c * features,
        features,
        offsets[c] as number,
        residuals,
        c * rows,
        rows,
      );
    }
    const entropy = this.#toResiduals(block.outputs, residuals, rows);
    for (let c = 0; c < many; c += 1) {
      for (let i = 0; i < rows; i += 1) {
        sums[c] = (sums[c] as number) + (residuals[c * rows + i] as number);
      }
      gather(block.embedding, residuals, c * rows, rows, gradient, c * features, features);
    }
    return entropy;
  }

  /** Turns logits in contrasts [contrasts, rows] into the loss's slopes by them; returns the cross-entropy. */
  #toResiduals(truth: Uint8Array, values: Float64Array, rows: number): number {
    const many = this.#basis.length;
    const logits = new Float64Array(many + 1);
    let entropy = 0;
    for (let i = 0; i < rows; i += 1) {
      logits.fill(0);
      for (let c = 0; c < many; c += 1) {
        const row = this.#basis[c] as Float64Array;
        const z = values[c * rows + i] as number;
        for (let k = 0; k <= many; k += 1)
          logits[k] = (logits[k] as number) + z * (row[k] as number);
      }
      const y = truth[i] as number;
      entropy += softmaxSlopes(logits, y);
      for (let c = 0; c < many; c += 1) {
        const row = this.#basis[c] as Float64Array;
        let slope = 0;
        for (let k = 0; k <= many; k += 1) slope += (logits[k] as number) * (row[k] as number);
        values[c * rows + i] = slope;
      }
    }
    return entropy;
  }
}

/** Replaces logits by probability minus truth; returns the cross-entropy. */
function softmaxSlopes(logits: Float64Array, truth: number): number {
  let highest = -Infinity;
  for (const z of logits) highest = Math.max(highest, z);
  let sum = 0;
  for (const z of logits) sum += Math.exp(z - highest);
  const log = highest + Math.log(sum);
  const entropy = log - (logits[truth] as number);
  for (let k = 0; k < logits.length; k += 1) logits[k] = Math.exp((logits[k] as number) - log);
  logits[truth] = (logits[truth] as number) - 1;
  return entropy;
}
