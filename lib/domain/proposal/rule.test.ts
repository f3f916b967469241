import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ABSENT, UNLABELLED } from '@/lib/domain/label/cell-code';
import { fromLevels, toLevels } from '@/lib/domain/proposal/prediction';
import type { ChipPrediction } from '@/lib/domain/proposal/prediction';
import { claimOf, claimsOf, likeliestClass, proposalsOf } from '@/lib/domain/proposal/rule';
import { maxProbabilitiesOf, uncertaintyOf } from '@/lib/domain/proposal/score';
import {
  DEFAULT_THRESHOLD,
  personalThreshold,
  thresholdFor,
  thresholdRange,
  thresholdsOf,
} from '@/lib/domain/proposal/thresholds';

const [CROWN, STUMP] = [16, 17];
const OUTPUTS = [ABSENT, CROWN, STUMP].map((code) => ({ code, name: String(code) }));

/** Probabilities of absent, crown and stump, a cell a line. */
function predicted(...cells: readonly (readonly [number, number, number])[]): ChipPrediction {
  return { versionId: null, outputs: OUTPUTS, values: Float32Array.from(cells.flat()) };
}

const codesOf = (prediction: ChipPrediction, labels: Uint8Array, from: number) =>
  proposalsOf(prediction, labels, personalThreshold(from)).map(({ cell, code }) => [cell, code]);

describe('the rule', () => {
  test('a cell is proposed its likeliest class, also where absent is likelier than that', () => {
    const prediction = predicted([0.5, 0.48, 0.02], [0.5, 0.1, 0.4], [0.9, 0.05, 0.05]);
    expect(codesOf(prediction, new Uint8Array(3), 0.45)).toEqual([[0, CROWN]]);
    expect(codesOf(prediction, new Uint8Array(3), 0.4)).toEqual([
      [0, CROWN],
      [1, STUMP],
    ]);
  });

  test('a cell with any label is proposed nothing', () => {
    const sure = predicted([0, 1, 0], [0, 1, 0], [0, 1, 0], [0, 1, 0]);
    expect(codesOf(sure, Uint8Array.from([UNLABELLED, ABSENT, 2, CROWN]), 0.45)).toEqual([
      [0, CROWN],
    ]);
  });

  test('each class is asked for its own threshold, never for another class in its place', () => {
    const own = thresholdsOf(null, { '16': 0.8, '17': 0.3 });
    const prediction = predicted([0, 0.6, 0.4], [0.1, 0.8, 0.1], [0.6, 0.05, 0.35]);
    const proposed = proposalsOf(prediction, new Uint8Array(3), own);
    expect(proposed.map(({ cell, code }) => [cell, code])).toEqual([
      [1, CROWN],
      [2, STUMP],
    ]);
    expect([...claimsOf(prediction, own)]).toEqual([ABSENT, CROWN, STUMP]);
  });

  test('a model without classes, and a cell off the lattice, are proposed nothing', () => {
    const base = { versionId: null, outputs: [], values: new Float32Array(0) };
    expect(codesOf(base, new Uint8Array(2), 0)).toEqual([]);
    expect(likeliestClass(predicted([0, 1, 0]), 1)).toBeNull();
    expect(claimOf(base, 0, personalThreshold(0))).toBe(ABSENT);
  });
});

/** A chip of up to 12 cells, labels for it, and a threshold. */
const share = fc.double({ min: 0, max: 1, noNaN: true });
const chip = fc
  .array(fc.tuple(share, share, share), { minLength: 1, maxLength: 12 })
  .chain((cells) =>
    fc.record({
      prediction: fc.constant(predicted(...cells)),
      labels: fc
        .array(fc.constantFrom(UNLABELLED, ABSENT, 2, 3, CROWN), {
          minLength: cells.length,
          maxLength: cells.length,
        })
        .map((codes) => Uint8Array.from(codes)),
      threshold: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
    }),
  );

describe('for any chip', () => {
  test('what is stored is proposed exactly as what was computed', () => {
    fc.assert(
      fc.property(chip, ({ prediction, labels, threshold }) => {
        const stored = { ...prediction, values: fromLevels(toLevels(prediction.values)) };
        expect(codesOf(stored, labels, threshold)).toEqual(codesOf(prediction, labels, threshold));
        expect([...claimsOf(stored, personalThreshold(threshold))]).toEqual([
          ...claimsOf(prediction, personalThreshold(threshold)),
        ]);
        expect(maxProbabilitiesOf(stored)).toEqual(maxProbabilitiesOf(prediction));
      }),
    );
  });

  test('proposals lie in unlabelled cells, are classes, and a higher threshold only takes some away', () => {
    fc.assert(
      fc.property(chip, share, ({ prediction, labels, threshold }, more) => {
        const proposed = codesOf(prediction, labels, threshold);
        for (const [cell = 0, code] of proposed) {
          expect(labels[cell]).toBe(UNLABELLED);
          expect([CROWN, STUMP]).toContain(code);
        }
        const fewer = codesOf(prediction, labels, Math.max(threshold, more));
        expect(proposed).toEqual(expect.arrayContaining(fewer));
      }),
    );
  });

  test('the largest probability of a class reaches a threshold exactly where a cell is proposed that class', () => {
    fc.assert(
      fc.property(chip, ({ prediction, threshold }) => {
        const size = prediction.values.length / OUTPUTS.length;
        const proposed = new Set(
          codesOf(prediction, new Uint8Array(size), threshold).map(([, code]) => code),
        );
        const most = maxProbabilitiesOf(prediction);
        // nothing is the largest probability of a class that is nowhere the likeliest: 0 reaches only 0
        if (threshold === 0) return;
        for (const [k, { code }] of OUTPUTS.entries()) {
          if (code === ABSENT) continue;
          expect((most[k] ?? 0) >= 255 * threshold).toBe(proposed.has(code));
        }
      }),
    );
  });
});

test('uncertainty is the expected share of wrong cells, absent counts by its largest probability', () => {
  const prediction = predicted([0.8, 0.2, 0], [0.4, 0, 0.6]);
  expect(uncertaintyOf(prediction)).toBeCloseTo((0.2 + 0.4) / 2, 6);
  expect([...maxProbabilitiesOf(prediction)]).toEqual([204, 51, 153]);
  expect(uncertaintyOf(predicted())).toBe(0);
});

describe('which threshold holds', () => {
  test("the project's, where an admin set one, stands above the version's own, and that above the default", () => {
    const own = { '16': 0.3 };
    expect(thresholdsOf(0.7, own)).toEqual({ source: 'project', every: 0.7, byCode: {} });
    expect(thresholdFor(thresholdsOf(0.7, own), CROWN)).toBe(0.7);
    expect(thresholdFor(thresholdsOf(null, own), CROWN)).toBe(0.3);
    expect(thresholdFor(thresholdsOf(null, own), STUMP)).toBe(DEFAULT_THRESHOLD);
    expect(thresholdsOf(null, null)).toMatchObject({ source: 'default', every: DEFAULT_THRESHOLD });
    expect(thresholdsOf(0, own).source).toBe('project');
  });

  test('a range names the smallest and the largest of some classes', () => {
    const own = thresholdsOf(null, { '16': 0.3, '17': 0.6 });
    expect(thresholdRange(own, OUTPUTS)).toEqual({ from: 0.3, to: 0.6 });
    expect(thresholdRange(own, [])).toEqual({ from: DEFAULT_THRESHOLD, to: DEFAULT_THRESHOLD });
  });
});
