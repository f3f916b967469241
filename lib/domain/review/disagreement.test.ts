import { expect, it } from 'vitest';
import { thresholdsOf } from '@/lib/domain/proposal/thresholds';
import { disagreement } from '@/lib/domain/review/disagreement';

const CROWN = 16;
const OUTPUTS = [
  { code: 1, name: 'absent' },
  { code: CROWN, name: 'Crown' },
];

/** What a model says that finds a crown in each cell with this probability, at a threshold of 0.5. */
function model(...crowns: number[]) {
  const values = Float32Array.from(crowns.flatMap((p) => [1 - p, p]));
  const prediction = { versionId: 'v', outputs: OUTPUTS, values };
  return { prediction, thresholds: thresholdsOf(0.5, null) };
}

const scoreOf = (labels: number[], ...crowns: number[]) =>
  disagreement([Uint8Array.from(labels)], labels.length, model(...crowns)).score;

it('counts what the model contradicts by p of its claim, and nothing for doubt where it agrees', () => {
  expect(scoreOf([CROWN, 1], 0.51, 0.49)).toBe(0);
  expect(scoreOf([1, 1], 0.9, 0.1)).toBeCloseTo(0.9, 5);
  // the claim is absent, and that is what is weighted
  expect(scoreOf([CROWN, CROWN], 0.2, 0.9)).toBeCloseTo(0.8, 5);
});

it('knows nothing without labels that can be compared, and names the surest contradiction', () => {
  const unsure = disagreement([Uint8Array.of(2, 0)], 2, model(0.9, 0.9));
  expect(unsure).toMatchObject({ compared: 0, surest: null, score: null });
  const found = disagreement([Uint8Array.of(1, 1)], 2, model(0.6, 0.9));
  expect(found.surest?.code).toBe(CROWN);
  expect(found.surest?.probability).toBeCloseTo(0.9, 5);
});

it('adds one for a cell in which people differ, and counts a contradicted cell once', () => {
  const people = [Uint8Array.of(1, CROWN), Uint8Array.of(CROWN, CROWN)];
  expect(disagreement(people, 2, null).score).toBe(1);
  expect(disagreement(people, 2, model(0.8, 0.1)).score).toBeCloseTo(1 + 0.8 + 0.9, 5);
});
