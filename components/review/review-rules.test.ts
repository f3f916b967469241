import { expect, it } from 'vitest';
import { nextCell, suspiciousCells } from '@/components/review/review-rules';

const CROWN = 16;
const outputs = [
  { code: 1, name: 'absent' },
  { code: CROWN, name: 'Crown' },
];
const prediction = {
  versionId: 'v',
  outputs,
  values: Float32Array.from([0.4, 0.6, 0.1, 0.9, 0.8, 0.2, 0.3, 0.7]),
};
const said = (isModel: boolean, ...codes: number[]) => ({
  ...{ id: String(isModel), name: 'x', isModel, isWish: false, cells: Uint8Array.from(codes) },
});

it('goes through differences from the most suspicious cell to the least', () => {
  const labelling = Uint8Array.of(1, 1, CROWN, CROWN);
  const opinions = [said(false, CROWN, 1, CROWN, CROWN), said(true, CROWN, CROWN, 1, CROWN)];
  // people and model against 0, the model at 0.9 against 1, at 0.8 against 2
  expect(suspiciousCells(labelling, opinions, prediction)).toEqual([0, 1, 2]);
});

it('begins with the first, goes on in order and round the end', () => {
  const cells = [7, 2, 5];
  expect(nextCell(cells, 0, 1)).toBe(7);
  expect(nextCell(cells, 7, 1)).toBe(2);
  expect(nextCell(cells, 5, 1)).toBe(7);
  expect(nextCell(cells, 7, -1)).toBe(5);
  expect(nextCell([], 0, 1)).toBeNull();
});
