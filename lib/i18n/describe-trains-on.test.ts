import { createTranslator } from 'use-intl';
import { expect, test } from 'vitest';
import type { SnapshotSummary } from '@/lib/domain/snapshot/schema';
import { describeTrainsOn } from '@/lib/i18n/describe-trains-on';
import { en } from '@/lib/i18n/messages-en';

const SUMMARY: SnapshotSummary = {
  splits: {
    train: { chips: 3, cells: 25 },
    calibration: { chips: 1, cells: 16 },
    test: { chips: 0, cells: 0 },
  },
  classes: [
    { code: 1, name: 'absent', cells: { train: 20, calibration: 8, test: 0 } },
    { code: 16, name: 'Crown', cells: { train: 5, calibration: 8, test: 0 } },
  ],
  leftOut: {
    chips: [
      { reason: 'returned', chips: 1 },
      { reason: 'submitted', chips: 1200 },
    ],
    cells: { unlabelled: 0, unsure: 2, unusable: 0 },
  },
};

test('what a training learns from, and what stays out', () => {
  const english = { locale: 'en', messages: en } as const;
  const sentences = describeTrainsOn(
    SUMMARY,
    createTranslator({ ...english, namespace: 'models.trainsOn' }),
    createTranslator({ ...english, namespace: 'common.leftOut' }),
  );
  expect(sentences).toEqual([
    'Learns from 3 chips (25 cells): absent 20, Crown 5.',
    'Calibrates its probabilities on 1 chip (16 cells).',
    'No confirmed chip lies in a test block yet, so there will be no figures.',
    'Leaves out 1,200 chips waiting for review, 1 chip returned to the labeler, 2 cells unsure.',
  ]);
});
