import { describe, expect, it } from 'vitest';
import { scaleOf } from '@/lib/ml/live/fit';
import { knownRange, unlikeness } from '@/lib/ml/live/known-range';

/** Cells of two features: the first of -1 and 1, the second hardly ever changes. */
const embedding = Float32Array.from({ length: 200 }, (_, i) =>
  i % 2 === 0 ? (i % 4) - 1 : i === 1 ? 0.01 : 0,
);
const blocks = [{ embedding, outputs: new Uint8Array(100) }];
const range = knownRange(blocks, scaleOf(blocks, 2));

describe('what is known', () => {
  it('reaches as far as its cells lie; twice as far is four times as unlike', () => {
    expect(range.reach).toBeCloseTo(1, 1);
    const [within, beyond, far] = unlikeness(Float32Array.of(0.5, 0, 2, 0, 100, 0), range);
    expect(within).toBe(1);
    expect(beyond).toBeCloseTo(4, 1);
    expect((far ?? 0) / (beyond ?? 1)).toBeCloseTo(2500, 0);
  });

  it('is not left because a feature stirs that never did', () => {
    // 0.1 is a hundred times the spread that the feature had
    expect(unlikeness(Float32Array.of(0, 0.1), range)[0]).toBe(1);
    expect(unlikeness(Float32Array.of(0, 10), range)[0]).toBeGreaterThan(10);
  });

  it('measures the newest cells', () => {
    const wide = { embedding: embedding.map((x) => 10 * x), outputs: new Uint8Array(100) };
    const many = [wide, ...Array.from({ length: 10 }, () => blocks[0] ?? wide)];
    const scale = scaleOf(blocks, 2);
    expect(knownRange(many, scale).reach).toBeCloseTo(range.reach, 6);
  });
});
