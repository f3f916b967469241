import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { personalThreshold } from '@/lib/domain/proposal/thresholds';
import { RECENT, choose, evaluate, trendOf } from '@/lib/ml/live/record';
import type { ChipRecord, Marks } from '@/lib/ml/predictor';

const OUTPUTS = [
  { code: 1, name: 'absent' },
  { code: 16, name: 'a' },
  { code: 17, name: 'b' },
];

const marks = (right: number, wrong: number): Marks => ({ right, wrong, missed: 0 });
let count = 0;
const chip = (live: Marks | null, deployed: Marks | null = null, shown = true): ChipRecord => ({
  chipId: String((count += 1)),
  versionId: deployed ? 'v1' : null,
  ...{ live, deployed, shown, actions: null },
});
const alone = { on: true, deployed: null, ready: true };
const beside = { ...alone, deployed: { versionId: 'v1', test: null } };

describe('judging proposals by what a person decided', () => {
  it('counts right, wrong and missed marks in decided cells only', () => {
    const probs = Float32Array.from([
      ...[0.1, 0.8, 0.1], // marked a, is a
      ...[0.2, 0.7, 0.1], // marked a, is b
      ...[0.3, 0.7, 0.0], // marked a, is absent
      ...[0.7, 0.2, 0.1], // not marked, is a
      ...[0.9, 0.1, 0.0], // not marked, is absent
      ...[0.0, 1.0, 0.0], // unlabelled, unsure, unusable: nothing
      ...[0.0, 1.0, 0.0],
      ...[0.0, 1.0, 0.0],
    ]);
    const cells = Uint8Array.from([16, 17, 1, 16, 1, 0, 2, 3]);
    const prediction = { versionId: null, outputs: OUTPUTS, values: probs };
    expect(evaluate(prediction, cells, personalThreshold(0.5))).toEqual({
      right: 1,
      wrong: 2,
      missed: 1,
    });
  });
});

describe('who proposes', () => {
  it('is nobody in a cold start, until the trial of the first head went well', () => {
    expect(choose([], { ...alone, ready: false })).toMatchObject({ by: null, why: 'noChipYet' });
    expect(choose([chip(null)], alone)).toMatchObject({ by: null, why: 'liveUnproven' });
    const good = [chip(null), chip(marks(6, 5))];
    expect(choose(good, alone)).toEqual({
      ...{ by: 'live', why: 'liveAlone', right: 6, wrong: 5, chips: 1, comparison: null },
    });
    expect(choose([chip(null), chip(marks(5, 5))], alone)).toMatchObject({ why: 'moreWrong' });
    expect(choose(good, { ...alone, on: false })).toMatchObject({ by: null, why: 'liveOff' });
  });

  it('is the deployed version until the live head has the larger lead on three chips on which neither was shown', () => {
    expect(choose([], beside)).toMatchObject({ by: 'deployed', why: 'deployedBetter', chips: 0 });
    const better = chip(marks(9, 1), marks(8, 2), false);
    expect(choose([better, better], beside).by).toBe('deployed');
    expect(choose([better, better, better], beside)).toMatchObject({
      ...{ by: 'live', why: 'liveBetter' },
      comparison: { chips: 3, live: { right: 27, wrong: 3 }, deployed: { right: 24, wrong: 6 } },
    });
    expect(choose([better, better, better], { ...beside, on: false })).toMatchObject({
      ...{ by: 'deployed', why: 'liveOff' },
    });
    const worse = chip(marks(7, 3), marks(8, 2), false);
    expect(choose([worse, worse, worse], beside).by).toBe('deployed');
  });

  it('is not decided by chips on which one of them was shown, nor by records that do not tell', () => {
    const flattered = chip(marks(9, 1), marks(6, 4));
    const { shown: _, ...untold } = flattered;
    const fair = chip(marks(7, 3), marks(8, 2), false);
    const record = [fair, fair, fair, ...Array<ChipRecord>(9).fill(flattered), untold];
    expect(choose(record, beside)).toMatchObject({
      ...{ by: 'deployed', chips: 10 },
      comparison: { chips: 3, live: { right: 21, wrong: 9 }, deployed: { right: 24, wrong: 6 } },
    });
  });

  it('withholds a deployed version that its own test, and then this record, speaks against', () => {
    const poor = { ...alone, deployed: { versionId: 'v1', test: { right: 4, wrong: 6 } } };
    expect(choose([], poor)).toMatchObject({ by: null, why: 'deployedUnproven' });
    const wrong = chip(null, marks(1, 3));
    expect(choose([wrong, wrong, wrong], beside)).toMatchObject({ by: null, why: 'moreWrong' });
    const right = chip(null, marks(3, 1));
    expect(choose([right, right, right], poor).by).toBe('deployed');
    // a version deployed since begins anew
    const next = { ...alone, deployed: { versionId: 'v2', test: null } };
    expect(choose([wrong, wrong, wrong], next).by).toBe('deployed');
  });

  it('never shows marks of which more were wrong than right on the recent chips', () => {
    const some = fc.record({ right: fc.nat(20), wrong: fc.nat(20), missed: fc.nat(5) });
    const records = fc.array(fc.tuple(some, fc.option(some)), { maxLength: 30 });
    fc.assert(
      fc.property(records, fc.boolean(), (drawn, isDeployed) => {
        const record = drawn.map(([live, deployed]) => chip(live, isDeployed ? deployed : null));
        const { by, right, wrong, chips } = choose(record, isDeployed ? beside : alone);
        expect(chips).toBeLessThanOrEqual(RECENT);
        if (by === 'live') expect(right).toBeGreaterThan(wrong);
        if (by === 'deployed' && chips >= 3 && right + wrong > 0)
          expect(right).toBeGreaterThan(wrong);
      }),
    );
  });
});

describe('the trend', () => {
  it('is what is right of the marks of ten chips at a time, each tried before it was learnt', () => {
    const record = [
      chip(null),
      ...Array<ChipRecord>(4).fill(chip(marks(2, 3))),
      ...Array<ChipRecord>(10).fill(chip(marks(4, 1))),
    ];
    const { points, last, before } = trendOf(record);
    expect(last).toEqual({ right: 40, wrong: 10, chips: 10 });
    expect(before).toEqual({ right: 8, wrong: 12, chips: 4 });
    expect(points).toHaveLength(14);
    expect(points[0]).toEqual({ chips: 1, right: 2, marks: 5 });
    expect(points[9]).toEqual({ chips: 10, right: 32, marks: 50 });
    expect(points.at(-1)).toEqual({ chips: 14, right: 40, marks: 50 });
  });

  it('has no point where nothing was marked, and nothing before the first ten', () => {
    const { points, before } = trendOf([chip(null), chip(marks(0, 0)), chip(marks(1, 0))]);
    expect(points).toEqual([{ chips: 2, right: 1, marks: 1 }]);
    expect(before).toBeNull();
  });
});
