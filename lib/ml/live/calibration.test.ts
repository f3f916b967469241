import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrate, calibrated } from '@/lib/ml/live/calibration';
import type { JudgedCell } from '@/lib/ml/live/calibration';

const NONE = [0, 0];

/** `right` of `all` cells of which a head said the second output with these odds. */
function judged(right: number, all: number, logOdds: number, unlike = 1): JudgedCell[] {
  return Array.from({ length: all }, (_, i) => ({
    ...{ logits: [0, logOdds], unlike, truth: i < right ? 1 : 0 },
  }));
}

const probsOf = (logits: number[], unlike: number, of: ReturnType<typeof calibrate>): number[] => [
  ...calibrated(Float32Array.from(logits), Float32Array.of(unlike), of),
];

describe('calibration of the live head', () => {
  it('takes a head as surer than it is while nothing is held out, and a deployed version by its word', () => {
    expect(calibrate([50, 50], [], NONE, 0).slope).toBe(0.8);
    expect(calibrate([50, 50], [], [640, 640], 0).slope).toBe(1);
  });

  it('finds the slope at which 3 in 4 are right where 3 in 4 were, once many cells say so', () => {
    // a head that said 0.95 (log odds 3): what holds is log 3
    const of = calibrate([5000, 5000], judged(7500, 10_000, 3), NONE, 0);
    expect(of.slope).toBeCloseTo(Math.log(3) / 3, 2);
    expect(probsOf([0, 3], 1, of)[1]).toBeCloseTo(0.75, 2);
    // one that was too timid is made surer
    const timid = calibrate([5000, 5000], judged(9000, 10_000, 1), NONE, 0);
    expect(probsOf([0, 1], 1, timid)[1]).toBeCloseTo(0.9, 2);
  });

  it('stays cautious with few: eight right ones do not make it sure, eight wrong ones make it doubt', () => {
    const good = calibrate([4, 4], judged(8, 8, 3), NONE, 0);
    const bad = calibrate([4, 4], judged(0, 8, 3), NONE, 0);
    expect(good.slope).toBeGreaterThan(0.8);
    expect(good.slope).toBeLessThan(0.9);
    expect(bad.slope).toBeLessThan(0.5);
    expect(probsOf([0, 1000], 1, good)[1]).toBeCloseTo(5 / 6, 6);
  });

  it('supports no more than n + 1 in n + 2, whatever the head says; the rest goes to the others by their size', () => {
    const of = calibrate([2, 3, 5], [], [0, 0, 0], 0);
    const probs = probsOf([0, 20, 1], 1, of);
    expect(probs[1]).toBeCloseTo(4 / 5, 6);
    // share + 0.8 * (logit - share) of the two others
    const odds = (6 / 3) ** 0.2 * Math.exp(0.8);
    expect((probs[2] ?? 0) / (probs[0] ?? 1)).toBeCloseTo(odds, 4);
    const even = [0.1, 0.8, 0.1].map((p) => expect.closeTo(p, 6) as number);
    expect(probsOf([0, 1e6, 0], 1, of)).toEqual(even);
  });

  it('proposes nothing in a cell unlike anything, and is less sure of one that is somewhat unlike', () => {
    const rare = calibrate([70, 28], [], NONE, 0);
    expect(probsOf([0, 20], 1, rare)[1]).toBeCloseTo(29 / 30, 6);
    expect(probsOf([0, 20], 1e9, rare)[1]).toBeCloseTo(29 / 100, 6);
    // where most cells have the class a cell that nobody has seen the like of has it no more than one in three times
    const common = calibrate([28, 70], [], NONE, 0);
    expect(probsOf([0, 1e6], 1e12, common)[1]).toBeCloseTo(1 / 3, 4);
    const [share, unknown] = [Math.log(71 / 29), Math.log(1 / 2)];
    const z = unknown + (share + 0.8 * (4 - share) - unknown) / 4;
    expect(probsOf([0, 4], 4, common)[1]).toBeCloseTo(1 / (1 + Math.exp(-z)), 6);
  });

  it('gives probabilities, whatever it is told', () => {
    const number = fc.double({ min: -1e4, max: 1e4, noNaN: true });
    const cell = fc.record({
      logits: fc.tuple(number, number, number),
      unlike: fc.double({ min: 1, max: 1e9, noNaN: true }),
      truth: fc.nat(2),
    });
    const counts = fc.tuple(fc.nat(500), fc.nat(500), fc.nat(500));
    fc.assert(
      fc.property(counts, fc.array(cell, { maxLength: 40 }), cell, (known, held, asked) => {
        const of = calibrate(known, held, [0, 0, 0], 0);
        const probs = probsOf([...asked.logits], asked.unlike, of);
        expect(probs.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
        probs.forEach((p, k) => {
          const n = known[k] ?? 0;
          expect(p).toBeGreaterThanOrEqual(0);
          expect(p).toBeLessThanOrEqual((n + 1) / (n + 2) + 1e-6);
        });
      }),
    );
  });
});
