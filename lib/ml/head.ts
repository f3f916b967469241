import type { Manifest } from '@/lib/contracts/package';

/** float32 weights [features, outputs] row-major and biases [outputs]; standardisation folded in. */
export interface Head {
  readonly features: number;
  readonly outputs: number;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/** Reads head.bin: little-endian float32, weights row-major, then biases. Throws in words when the size is wrong. */
export function decodeHead(bytes: Uint8Array, features: number, outputs: number): Head {
  if (bytes.byteLength !== 4 * (features + 1) * outputs) {
    throw new Error(
      `The model's head has ${bytes.byteLength} bytes, not ${features} x ${outputs} weights and ${outputs} biases.`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array((features + 1) * outputs);
  for (let i = 0; i < values.length; i += 1) values[i] = view.getFloat32(4 * i, true);
  const split = features * outputs;
  return { features, outputs, weights: values.subarray(0, split), bias: values.subarray(split) };
}

/** Logits [cells, outputs] of embeddings [cells, features]: x W + b, summed in float64. */
export function logitsOf(embedding: Float32Array, head: Head): Float32Array<ArrayBuffer> {
  const { features, outputs } = head;
  const all = new Float32Array((embedding.length / features) * outputs);
  const logits = new Float64Array(outputs);
  for (let cell = 0; cell < all.length / outputs; cell += 1) {
    writeLogits(embedding, cell, head, logits);
    all.set(logits, cell * outputs);
  }
  return all;
}

/** The logits of one cell, into `to`. */
function writeLogits(
  embedding: Float32Array,
  cell: number,
  { features, outputs, weights, bias }: Head,
  to: Float64Array,
): void {
  for (let k = 0; k < outputs; k += 1) to[k] = bias[k] as number;
  for (let f = 0; f < features; f += 1) {
    const x = embedding[cell * features + f] as number;
    for (let k = 0; k < outputs; k += 1) {
      to[k] = (to[k] as number) + x * (weights[f * outputs + k] as number);
    }
  }
}

/**
 * Calibrated probabilities [cells, outputs] of embeddings [cells, features]:
 * p = softmax((x W + b) / temperature + bias), summed in float64 as the trainer does.
 */
export function probabilities(
  embedding: Float32Array,
  head: Head,
  calibration: Manifest['calibration'],
): Float32Array<ArrayBuffer> {
  const { features, outputs } = head;
  const cells = embedding.length / features;
  const probs = new Float32Array(cells * outputs);
  const logits = new Float64Array(outputs);
  for (let cell = 0; cell < cells; cell += 1) {
    writeLogits(embedding, cell, head, logits);
    let highest = -Infinity;
    for (let k = 0; k < outputs; k += 1) {
      const z = (logits[k] as number) / calibration.temperature + (calibration.bias[k] as number);
      logits[k] = z;
      highest = Math.max(highest, z);
    }
    let sum = 0;
    for (let k = 0; k < outputs; k += 1) {
      const e = Math.exp((logits[k] as number) - highest);
      logits[k] = e;
      sum += e;
    }
    for (let k = 0; k < outputs; k += 1) probs[cell * outputs + k] = (logits[k] as number) / sum;
  }
  return probs;
}

/** A head that gives calibrated logits by itself: softmax(x W + b) are its probabilities. */
export function withCalibration(head: Head, calibration: Manifest['calibration']): Head {
  const { temperature, bias } = calibration;
  return {
    ...head,
    weights: head.weights.map((weight) => weight / temperature),
    bias: head.bias.map((b, k) => b / temperature + (bias[k] ?? 0)),
  };
}
