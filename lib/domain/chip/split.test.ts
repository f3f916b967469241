import fc from 'fast-check';
import { expect, test } from 'vitest';
import examples from '@/lib/contracts/examples/split.json';
import { blockOf, blockPercent, splitOfPercent } from '@/lib/domain/chip/split';
import type { BlockPlace } from '@/lib/domain/chip/split';

test.each(examples.splits)('split: $salt | $block', async ({ salt, block, percent, split }) => {
  expect(await blockPercent(salt, block)).toBe(percent);
  expect(splitOfPercent(percent)).toBe(split.toUpperCase());
});

test('the shared examples show every split', () => {
  expect(new Set(examples.splits.map((row) => row.split)).size).toBe(3);
});

test.each(examples.blocks)('block: $block', ({ place, block }) => {
  expect(blockOf(place as BlockPlace)).toBe(block);
});

test('the percent is the digest as one number modulo 100', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.string(), async (salt, block) => {
      const bytes = new TextEncoder().encode(`${salt}|${block}`);
      const digest = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
      expect(await blockPercent(salt, block)).toBe(Number(BigInt(`0x${digest}`) % 100n));
    }),
    { numRuns: 50 },
  );
});

test('about 70, 10 and 20 per cent of blocks', async () => {
  const counts = { TRAIN: 0, CALIBRATION: 0, TEST: 0 };
  for (let i = 0; i < 2000; i += 1) {
    counts[splitOfPercent(await blockPercent('salt', `utm33n:${String(i)}:7`))] += 1;
  }
  expect(Math.abs(counts.TRAIN - 1400)).toBeLessThan(80);
  expect(Math.abs(counts.CALIBRATION - 200)).toBeLessThan(50);
  expect(Math.abs(counts.TEST - 400)).toBeLessThan(70);
});
