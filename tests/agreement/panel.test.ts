import { expect, test } from 'vitest';
import {
  gainInterval,
  pooled,
  rightShare,
  settledFrom,
  simulatePanel,
} from '@/tests/agreement/panel';

const SEEDS = [1, 2, 3, 4, 5];

test.each(SEEDS)(
  'five people of known accuracy, two labels a cell as overlap gives them: CROWDLAB beats the majority (seed %i)',
  (seed) => {
    expect(gainInterval(simulatePanel(seed, 1000, 2))[0]).toBeGreaterThan(0);
  },
);

test.each([2, 3, 5])(
  'of %i labels a cell, what reaches 0.8 is right and the rest is not sure',
  (n) => {
    const panel = pooled(SEEDS.map((seed) => simulatePanel(seed, 1000, n)));
    const settled = settledFrom(panel, 0.8);
    expect(settled.length).toBeGreaterThan(0.3 * panel.crowdlab.length);
    expect(rightShare(settled)).toBeGreaterThan(0.99);
    expect(rightShare(panel.crowdlab)).toBeLessThan(rightShare(settled) - 0.01);
  },
);
