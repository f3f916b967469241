import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { networkInput } from '@/lib/ml/preprocess/network-input';
import { paddedLength, poolingMatrix } from '@/lib/ml/preprocess/pooling';
import { resample } from '@/lib/ml/preprocess/resample';

/** Shared examples, written by the trainer: both languages must give these numbers. */
function examples<T>(name: string, shape: z.ZodType<T>): { tolerance: number; cases: T[] } {
  const text = readFileSync(new URL(`../../contracts/examples/${name}.json`, import.meta.url));
  return z
    .object({ tolerance: z.number(), cases: z.array(shape).min(3) })
    .parse(JSON.parse(text.toString('utf8')));
}

const ResampleCase = z.object({
  name: z.string(),
  width: z.int(),
  height: z.int(),
  cellPx: z.number(),
  target: z.int(),
  picture: z.array(z.int()),
  expectedWidth: z.int(),
  expectedHeight: z.int(),
  expected: z.array(z.number()),
});
const PoolingCase = z.object({
  name: z.string(),
  width: z.int(),
  height: z.int(),
  rows: z.int(),
  cols: z.int(),
  target: z.int(),
  stride: z.int(),
  multiple: z.int(),
  expected: z.array(z.number()),
});

function worst(found: Float32Array, expected: readonly number[]): number {
  expect(found.length).toBe(expected.length);
  return expected.reduce(
    (most, value, i) => Math.max(most, Math.abs((found[i] ?? NaN) - value)),
    0,
  );
}

describe('resampling', () => {
  const { tolerance, cases } = examples('resample', ResampleCase);

  it.each(cases)('gives the trainer’s numbers: $name', (example) => {
    const { width, height, picture } = example;
    const rgb = { width, height, channels: 3 as const, data: Uint8Array.from(picture) };
    const small = resample(rgb, example.cellPx, example.target);
    expect([small.width, small.height]).toEqual([example.expectedWidth, example.expectedHeight]);
    expect(worst(small.data, example.expected)).toBeLessThanOrEqual(tolerance);
  });

  it('drops alpha without blending', () => {
    const rgb = Uint8Array.from([10, 20, 30, 200, 100, 50]);
    const rgba = Uint8Array.from([10, 20, 30, 0, 200, 100, 50, 9]);
    const plain = resample({ width: 2, height: 1, channels: 3, data: rgb }, 2, 3);
    const alpha = resample({ width: 2, height: 1, channels: 4, data: rgba }, 2, 3);
    expect(alpha).toEqual(plain);
  });
});

describe('pooling', () => {
  const { tolerance, cases } = examples('pooling', PoolingCase);

  it.each(cases)('gives the trainer’s numbers: $name', (example) => {
    expect(worst(poolingMatrix(example), example.expected)).toBeLessThanOrEqual(tolerance);
  });

  it('refuses a lattice that reaches outside the picture', () => {
    const spec = { width: 96, height: 96, rows: 2, cols: 3, target: 48, stride: 16, multiple: 32 };
    expect(() => poolingMatrix(spec)).toThrow('some lie outside the picture');
  });
});

describe('network input', () => {
  it('pads right and bottom with the mean and averages over the lattice', () => {
    const input = {
      cellPx: 48,
      colour: 'rgb' as const,
      mean: 127,
      std: 128,
      resample: 'triangle' as const,
      multiple: 32,
    };
    const picture = { width: 50, height: 40, channels: 3 as const, data: new Uint8Array(6000) };
    const lattice = { rows: 4, cols: 5, cellPx: 10 };
    const pools = [{ input: 'p16', stride: 16, channels: 7 }];
    const ready = networkInput(picture, lattice, input, pools);
    expect([ready.width, ready.height]).toEqual([paddedLength(240, 32), 192]);
    expect([ready.image[0], ready.image[239 * 3 + 2], ready.image[240 * 3]]).toEqual([0, 0, 127]);
    expect(ready.pools[0]).toMatchObject({ input: 'p16', pixels: 16 * 12 });
    const first = ready.pools[0]?.matrix.subarray(0, 16 * 12);
    expect(first?.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 6);
  });
});
