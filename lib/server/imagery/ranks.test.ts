import fc from 'fast-check';
import { expect, test } from 'vitest';
import { valuesAt } from '@/lib/server/imagery/ranks';

const SHARES = [0, 0.02, 0.5, 0.98, 1];

test('values at shares are those of a sort, of any numbers, one band of several', async () => {
  const number = fc.oneof(
    fc.float(),
    fc.constantFrom(0, -1, 7, -9999, Number.NaN, Number.POSITIVE_INFINITY),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(number, { maxLength: 60 }), fc.nat(2), async (numbers, band) => {
      const samples = Float32Array.from(numbers);
      const kept = [...samples].filter(
        (value, i) => i % 3 === band && Number.isFinite(value) && value !== -9999,
      );
      kept.sort((a, b) => a - b);
      const wanted = SHARES.map((share) => kept[Math.round(share * (kept.length - 1))] ?? 0);
      const found = await valuesAt(samples, { band, bands: 3, noData: -9999 }, SHARES);
      // the two zeros are one number
      expect(found.map((value) => value + 0)).toEqual(wanted.map((value) => value + 0));
    }),
  );
});

test('16-bit numbers keep their values', async () => {
  const samples = Uint16Array.from({ length: 65_536 }, (_, i) => 65_535 - i);
  const found = await valuesAt(samples, { band: 0, bands: 1, noData: null }, SHARES);
  expect(found).toEqual([0, 1311, 32_768, 64_224, 65_535]);
});
