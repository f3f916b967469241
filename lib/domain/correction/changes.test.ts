import { expect, test } from 'vitest';
import { correctionFrom } from '@/lib/domain/correction/changes';

test('a correction has the cells that say something else than is confirmed; erased ones are counted and left out', () => {
  const confirmed = Uint8Array.from([16, 1, 0, 17]);
  expect(correctionFrom(confirmed, Uint8Array.from([1, 1, 2, 0]))).toEqual({
    changes: [
      { cell: 0, before: 16, after: 1 },
      { cell: 2, before: 0, after: 2 },
    ],
    erased: 1,
  });
  expect(correctionFrom(confirmed, confirmed)).toEqual({ changes: [], erased: 0 });
});
