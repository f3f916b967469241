import { expect, test } from 'vitest';
import { INT4_MAX, clampMs } from '@/lib/contracts/bounds';
import { SaveRequest } from '@/lib/domain/label/schema';

const MONTH = 30 * 24 * 3600 * 1000;

test.each([
  [12.4, 12],
  [-3_600_000, 0],
  [MONTH, INT4_MAX],
  [1e308, INT4_MAX],
])('%d ms since a chip was opened are taken as %d', (sent, kept) => {
  expect(clampMs(sent)).toBe(kept);
  const save = {
    saveId: crypto.randomUUID(),
    baseRevision: 0,
    openedMs: sent,
    changes: [{ cell: 0, before: 0, after: 16, source: 'hand', shown: null }],
  };
  expect(SaveRequest.parse(save).openedMs).toBe(kept);
});
