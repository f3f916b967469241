import { describe, expect, test } from 'vitest';
import { influenceOf, replay } from '@/lib/domain/history/replay';
import { HistoryStep } from '@/lib/domain/history/schema';
import { base64Of } from '@/lib/domain/label/cells';

const [ADA, ALL] = ['0192f6a0-0000-4000-8000-000000000001', '0192f6a0-0000-4000-8000-000000000002'];
let id = 0;
const step = (labels: string, more: object) =>
  HistoryStep.parse({
    ...{ id: (id += 1), labels: { id: labels, of: null }, kind: 'SAVE', by: 'Ada', revision: id },
    ...{ at: '2026-11-27T12:00:00.000Z', source: 'hand', note: null, seed: null, proposals: null },
    ...{ cells: [], before: [], after: [] },
    ...more,
  });

const STEPS = [
  step(ADA, { cells: [0, 1], before: [0, 0], after: [16, 1] }),
  step(ALL, { kind: 'SEED', seed: base64Of(Uint8Array.from([16, 1, 0])) }),
  step(ADA, { cells: [1, 1], before: [1, 16], after: [16, 17] }),
  step(ALL, { cells: [2], before: [0], after: [1] }),
  step(ADA, { kind: 'SUBMIT' }),
];

describe('a step', () => {
  test.each([
    [
      0,
      [0, 0, 0],
      [16, 1, 0],
      [
        [0, 0],
        [1, 0],
      ],
    ],
    [
      1,
      [0, 0, 0],
      [16, 1, 0],
      [
        [0, 0],
        [1, 0],
      ],
    ],
    [2, [16, 1, 0], [16, 17, 0], [[1, 1]]],
    [3, [16, 1, 0], [16, 1, 1], [[2, 0]]],
    [4, [16, 17, 0], [16, 17, 0], []],
  ])('%i is replayed from those of the same labels', (place, before, after, changed) => {
    const found = replay(STEPS, place, 3);
    expect([...found.before]).toEqual(before);
    expect([...found.after]).toEqual(after);
    expect([...found.changed]).toEqual(changed);
  });

  test('says what drawn proposals came to', () => {
    const proposals = {
      codes: [16, 16, 16, null, 17],
      probabilities: [0.9, 0.8, 0.3, null, 0.9],
      thresholds: [0.5, 0.5, 0.5, null, null],
      when: ['before', 'before', 'undrawn', null, 'before'],
      versions: [1, 1, null, null, 2],
      names: ['v3', 'v1'],
    };
    const cells = [0, 1, 2, 3, 4];
    const saved = step(ADA, {
      cells,
      before: [0, 0, 0, 0, 0],
      after: [16, 1, 16, 1, 17],
      proposals,
    });
    expect(influenceOf(saved)).toEqual({
      ...{ taken: 1, overruled: 1, undrawn: 2 },
      names: ['v3', null, 'v1'],
    });
    expect(influenceOf(step(ADA, { cells: [0], before: [0], after: [1] }))).toBeNull();
  });
});
