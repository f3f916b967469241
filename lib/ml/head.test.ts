import { describe, expect, it } from 'vitest';
import { checkChipDifference } from '@/lib/ml/check-chips';
import { decodeHead, probabilities } from '@/lib/ml/head';

/** Two features, three outputs: weights row-major, then biases. */
const NUMBERS = [1, 2, 3, -1, 0.5, 0.25, 0.1, 0.2, 0.3];

function headBytes(numbers: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * numbers.length));
  numbers.forEach((value, i) => view.setFloat32(4 * i, value, true));
  return new Uint8Array(view.buffer);
}

function softmax(z: readonly number[]): number[] {
  const e = z.map(Math.exp);
  const sum = e.reduce((a, b) => a + b, 0);
  return e.map((value) => value / sum);
}

describe('head', () => {
  it('reads weights before biases, at any offset of its buffer', () => {
    const shifted = new Uint8Array(4 * NUMBERS.length + 3);
    shifted.set(headBytes(NUMBERS), 3);
    const head = decodeHead(shifted.subarray(3), 2, 3);
    expect([...head.weights]).toEqual(NUMBERS.slice(0, 6));
    expect([...head.bias]).toEqual([0.1, 0.2, 0.3].map(Math.fround));
  });

  it('refuses a file of another size, naming both', () => {
    expect(() => decodeHead(new Uint8Array(32), 2, 3)).toThrow(
      'has 32 bytes, not 2 x 3 weights and 3 biases',
    );
  });

  it('gives softmax(logits / temperature + bias) for each cell', () => {
    const head = decodeHead(headBytes(NUMBERS), 2, 3);
    const calibration = { temperature: 2, bias: [0, 0.5, -0.5] };
    const probs = probabilities(Float32Array.from([2, 1, 0, -3]), head, calibration);
    const first = softmax([1.1 / 2, 4.7 / 2 + 0.5, 6.55 / 2 - 0.5]);
    const second = softmax([3.1 / 2, -1.3 / 2 + 0.5, -0.45 / 2 - 0.5]);
    [...first, ...second].forEach((value, i) => expect(probs[i]).toBeCloseTo(value, 6));
  });

  it('stays finite where exp would overflow', () => {
    const head = decodeHead(headBytes([1000, -1000, 0, 0]), 1, 2);
    const probs = probabilities(Float32Array.from([5]), head, { temperature: 1, bias: [0, 0] });
    expect([...probs]).toEqual([1, 0]);
  });
});

describe('difference on check chips', () => {
  const chip = {
    image: 'check/0.png',
    rows: 1,
    cols: 1,
    cellPx: 8,
    probs: [0.25, 0.75],
    emb: [{ cell: 0, feature: 1, value: 10 }],
  };

  it('is absolute for probabilities and relative for large embedding numbers', () => {
    const embedding = Float32Array.from([0, 10.5]);
    expect(checkChipDifference(chip, 2, embedding, null)).toBeCloseTo(0.05, 6);
    expect(checkChipDifference(chip, 2, embedding, Float32Array.from([0.5, 0.5]))).toBeCloseTo(
      0.25,
    );
  });

  it('is NaN, which no tolerance allows, when numbers are missing', () => {
    expect(
      checkChipDifference(chip, 2, Float32Array.from([0, 10]), Float32Array.from([0.25])),
    ).toBeNaN();
    expect(checkChipDifference(chip, 2, Float32Array.from([0, NaN]), null)).toBeNaN();
  });
});
