import { expect, test } from 'vitest';
import { seededRandom } from '@/lib/core/seeded-random';
import { agreedShare, cohenKappa } from '@/lib/domain/agreement/coefficient';
import { ENOUGH_CHIPS, agreementOf, bootstrapInterval } from '@/lib/domain/agreement/interval';
import { oneAgainstRest, pairTable } from '@/lib/domain/agreement/table';

/** Chips of 16 cells of two people: with `share` of chips apart in all cells, the others the same in all. */
function chips(count: number, share: number, seed: number) {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const first = Uint8Array.from({ length: 16 }, () => (random() < 0.5 ? 1 : 16));
    const apart = random() < share;
    return pairTable(
      first,
      first.map((code) => (apart ? 17 - code : code)),
    );
  });
}

test('fewer than 20 chips give no figure, but their count', () => {
  const few = agreementOf(chips(ENOUGH_CHIPS - 1, 0.1, 1), cohenKappa);
  expect(few).toMatchObject({ value: null, chips: 19, cells: 304 });
  expect(agreementOf(chips(ENOUGH_CHIPS, 0.1, 1), cohenKappa).value).not.toBeNull();
});

test('people who say one code only have no kappa', () => {
  const all = Array.from({ length: 30 }, () => pairTable(Uint8Array.of(1, 1), Uint8Array.of(1, 1)));
  expect(agreementOf(all, cohenKappa)).toMatchObject({ value: null, chips: 30, cells: 60 });
});

test('cells of a chip count as one: the interval is as wide as that of chips', () => {
  const [low, high] = bootstrapInterval(chips(100, 0.2, 2), agreedShare);
  // of 100 independent chips: 4 x 0.04; of 1,600 independent cells it would be a quarter of it
  expect(high - low).toBeGreaterThan(0.11);
  expect(high - low).toBeLessThan(0.2);
});

test('19 of 20 intervals hold the truth', () => {
  let held = 0;
  for (let seed = 0; seed < 60; seed += 1) {
    const [low, high] = bootstrapInterval(chips(60, 0.2, 100 + seed), agreedShare);
    if (low <= 0.8 && high >= 0.8) held += 1;
  }
  expect(held).toBeGreaterThanOrEqual(53);
});

test('the same labels give the same interval', () => {
  const tables = chips(40, 0.3, 3);
  expect(bootstrapInterval(tables, cohenKappa)).toEqual(bootstrapInterval(tables, cohenKappa));
});

test('a class against all others', () => {
  const table = pairTable(Uint8Array.of(16, 16, 17, 1, 0), Uint8Array.of(16, 17, 17, 1, 16));
  expect(cohenKappa(oneAgainstRest(table, 1))).toBe(1);
  expect(cohenKappa(oneAgainstRest(table, 16))).toBeCloseTo(0.5, 12);
});
