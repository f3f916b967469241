import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { personalThreshold } from '@/lib/domain/proposal/thresholds';
import { RECENT, choose, evaluate } from '@/lib/ml/live/record';
import type { ChipRecord, Marks } from '@/lib/ml/predictor';

const OUTPUTS = [
  { code: 1, name: 'absent' },
  { code: 16, name: 'a' },
  { code: 17, name: 'b' },
];

const marks = (right: number, wrong: number): Marks => ({ right, wrong, missed: 0 });
let count = 0;
const chip = (live: Marks | null, champion: Marks | null = null): ChipRecord => ({
  chipId: String((count += 1)),
  versionId: champion ? 'v1' : null,
  ...{ live, champion, drawn: null, actions: null },
});
const alone = { on: true, champion: null, ready: true };
const beside = { ...alone, champion: { versionId: 'v1', test: null } };

describe('judging proposals by what a person decided', () => {
  it('counts right, wrong and missed marks in decided cells only', () => {
    const probs = Float32Array.from([
      ...[0.1, 0.8, 0.1], // marked a, is a
      ...[0.2, 0.7, 0.1], // marked a, is b
      ...[0.3, 0.7, 0.0], // marked a, is absent
      ...[0.7, 0.2, 0.1], // not marked, is a
      ...[0.9, 0.1, 0.0], // not marked, is absent
      ...[0.0, 1.0, 0.0], // unseen, unsure, unusable: nothing
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
      ...{ by: 'live', why: 'liveAlone', right: 6, wrong: 5, chips: 1 },
    });
    expect(choose([chip(null), chip(marks(5, 5))], alone)).toMatchObject({ why: 'moreWrong' });
    expect(choose(good, { ...alone, on: false })).toMatchObject({ by: null, why: 'liveOff' });
  });

  it('is the champion until the live head has the larger lead on three chips that both were tried on', () => {
    expect(choose([], beside)).toMatchObject({ by: 'champion', why: 'championBetter', chips: 0 });
    const better = chip(marks(9, 1), marks(8, 2));
    expect(choose([better, better], beside).by).toBe('champion');
    expect(choose([better, better, better], beside)).toMatchObject({
      by: 'live',
      why: 'liveBetter',
    });
    expect(choose([better, better, better], { ...beside, on: false })).toMatchObject({
      ...{ by: 'champion', why: 'liveOff' },
    });
    const worse = chip(marks(7, 3), marks(8, 2));
    expect(choose([worse, worse, worse], beside).by).toBe('champion');
  });

  it('withholds a champion that its own test, and then this record, speaks against', () => {
    const poor = { ...alone, champion: { versionId: 'v1', test: { right: 4, wrong: 6 } } };
    expect(choose([], poor)).toMatchObject({ by: null, why: 'championUnproven' });
    const wrong = chip(null, marks(1, 3));
    expect(choose([wrong, wrong, wrong], beside)).toMatchObject({ by: null, why: 'moreWrong' });
    const right = chip(null, marks(3, 1));
    expect(choose([right, right, right], poor).by).toBe('champion');
    // a version deployed since begins anew
    const next = { ...alone, champion: { versionId: 'v2', test: null } };
    expect(choose([wrong, wrong, wrong], next).by).toBe('champion');
  });

  it('never shows marks of which more were wrong than right on the recent chips', () => {
    const some = fc.record({ right: fc.nat(20), wrong: fc.nat(20), missed: fc.nat(5) });
    const records = fc.array(fc.tuple(some, fc.option(some)), { maxLength: 30 });
    fc.assert(
      fc.property(records, fc.boolean(), (drawn, deployed) => {
        const record = drawn.map(([live, champion]) => chip(live, deployed ? champion : null));
        const { by, right, wrong, chips } = choose(record, deployed ? beside : alone);
        expect(chips).toBeLessThanOrEqual(RECENT);
        if (by === 'live') expect(right).toBeGreaterThan(wrong);
        if (by === 'champion' && chips >= 3 && right + wrong > 0)
          expect(right).toBeGreaterThan(wrong);
      }),
    );
  });
});
