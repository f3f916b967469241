import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { probabilities } from '@/lib/ml/head';
import type { Head } from '@/lib/ml/head';
import { contrasts } from '@/lib/ml/live/contrast';
import { fitHead, scaleOf } from '@/lib/ml/live/fit';
import type { Block, FitOptions } from '@/lib/ml/live/fit';
import { minimise } from '@/lib/ml/live/lbfgs';

/** Cells and what trainer/src/quadrat_trainer/head.py says of them: made by tests/model/write_head_example.py. */
const HeadExample = z.object({
  penalty: z.number(),
  cases: z.array(
    z.object({
      outputs: z.int(),
      features: z.int(),
      x: z.array(z.number()),
      y: z.array(z.int()),
      probs: z.array(z.number()),
    }),
  ),
});
const example = HeadExample.parse(
  JSON.parse(readFileSync('lib/ml/live/head-example.json', 'utf8')),
);

function drive<T>(work: Generator<undefined, T, undefined>): { result: T; pieces: number } {
  for (let pieces = 0; ; pieces += 1) {
    const step = work.next();
    if (step.done) return { result: step.value, pieces };
  }
}

const EXACT = { steps: 200, gradient: 1e-6, prior: null, start: null };

function fit(
  blocks: readonly Block[],
  outputs: number,
  features: number,
  options: Partial<FitOptions> = {},
) {
  const scale = scaleOf(blocks, features);
  return drive(fitHead(blocks, outputs, scale, { penalty: 0.2, ...EXACT, ...options })).result;
}

const probsOf = (head: Head, x: Float32Array): Float32Array =>
  probabilities(x, head, { temperature: 1, bias: Array<number>(head.outputs).fill(0) });

function largest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? NaN))));
}

describe('the live head’s fit', () => {
  for (const [i, { outputs, features, x, y, probs }] of example.cases.entries()) {
    const all = Float32Array.from(x);
    const truth = Uint8Array.from(y);
    const half = y.length >> 1;
    const blocks = [
      { embedding: all.subarray(0, half * features), outputs: truth.subarray(0, half) },
      { embedding: all.subarray(half * features), outputs: truth.subarray(half) },
    ];
    it(`gives the trainer’s probabilities on the same cells (${String(i)}: ${String(outputs)} outputs)`, () => {
      const { head } = fit(blocks, outputs, features, { penalty: example.penalty });
      expect(largest(probsOf(head, all), probs)).toBeLessThan(1e-3);
    });

    it(`comes to the same from another start, as far as it searches in earnest (${String(i)})`, () => {
      const cold = fit(blocks, outputs, features);
      const early = fit(blocks.slice(0, 1), outputs, features, { steps: 15 });
      const options = { start: early.head, steps: 40, gradient: 2e-3 };
      const warm = fit(blocks, outputs, features, options);
      expect(warm.steps).toBeLessThan(cold.steps);
      expect(largest(probsOf(warm.head, all), probsOf(cold.head, all))).toBeLessThan(1e-2);
    });

    it(`stays at the deployed head where it is drawn to it strongly (${String(i)})`, () => {
      const prior = fit(blocks.slice(0, 1), outputs, features).head;
      const bound = fit(blocks.slice(1), outputs, features, { penalty: 1e6, prior }).head;
      const free = fit(blocks.slice(1), outputs, features, { prior }).head;
      const slope = (head: Head): number[] =>
        Array.from(
          { length: features },
          (_, f) => (head.weights[f * outputs + 1] ?? 0) - (head.weights[f * outputs] ?? 0),
        );
      expect(largest(slope(bound), slope(prior))).toBeLessThan(1e-3);
      expect(largest(slope(free), slope(prior))).toBeGreaterThan(1e-2);
    });
  }

  it('is put down between pieces of work', () => {
    const [first] = example.cases;
    if (!first) throw new Error('no example case');
    const block = { embedding: Float32Array.from(first.x), outputs: Uint8Array.from(first.y) };
    const blocks = Array.from({ length: 20 }, () => block);
    const scale = scaleOf(blocks, first.features);
    const { result, pieces } = drive(
      fitHead(blocks, first.outputs, scale, { penalty: 0.2, ...EXACT, steps: 5 }),
    );
    expect(pieces).toBeGreaterThanOrEqual(result.steps);
  });

  it('searches in contrasts that are orthonormal and blind to what all outputs share', () => {
    for (const outputs of [2, 3, 8]) {
      const rows = contrasts(outputs);
      rows.forEach((a, i) => {
        expect(a.reduce((sum, v) => sum + v, 0)).toBeCloseTo(0, 12);
        rows.forEach((b, j) =>
          expect(a.reduce((sum, v, k) => sum + v * (b[k] ?? 0), 0)).toBeCloseTo(
            i === j ? 1 : 0,
            12,
          ),
        );
      });
    }
  });

  it('finds the bottom of any bowl', () => {
    const number = fc.double({ min: -5, max: 5, noNaN: true });
    const steepness = fc.double({ min: 0.1, max: 50, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(number, steepness, number), { minLength: 1, maxLength: 12 }),
        (bowl) => {
          const objective = function* (at: Float64Array, gradient: Float64Array) {
            let value = 0;
            bowl.forEach(([bottom, steep], i) => {
              const away = (at[i] ?? 0) - bottom;
              value += 0.5 * steep * away * away;
              gradient[i] = steep * away;
            });
            yield;
            return value;
          };
          const start = Float64Array.from(bowl, ([, , from]) => from);
          const { at } = drive(minimise(objective, start, { steps: 200, gradient: 1e-8 })).result;
          bowl.forEach(([bottom], i) => expect(at[i]).toBeCloseTo(bottom, 4));
        },
      ),
    );
  });
});
