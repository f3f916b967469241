import { describe, expect, test } from 'vitest';
import { englishError } from '@/lib/i18n/errors';
import type { SnapshotSummary } from '@/lib/domain/snapshot/schema';
import {
  chipsForNext,
  nextTraining,
  obstacleMessage,
  trainsOnWords,
  whyUntrainable,
} from '@/lib/domain/training/readiness';

function summary(train: [absent: number, crown: number], trainChips = 3): SnapshotSummary {
  return {
    splits: {
      train: { chips: trainChips, cells: train[0] + train[1] },
      calibration: { chips: 1, cells: 16 },
      test: { chips: 0, cells: 0 },
    },
    classes: [
      { code: 1, name: 'absent', cells: { train: train[0], calibration: 8, test: 0 } },
      { code: 16, name: 'Crown', cells: { train: train[1], calibration: 8, test: 0 } },
    ],
    leftOut: {
      chips: [
        { reason: 'returned', chips: 1 },
        { reason: 'submitted', chips: 1200 },
      ],
      cells: { unseen: 0, unsure: 2, unusable: 0 },
    },
  };
}

describe('when a training is due', () => {
  test.each([
    [null, 20],
    [1, 20],
    [18, 20],
    [20, 22],
    [21, 24],
    [436, 480],
    [1000, 1100],
  ])('after %s chips at %s', (last, need) => {
    expect(chipsForNext(last)).toBe(need);
  });

  test('in words', () => {
    expect(nextTraining(13, null)).toEqual({
      ready: false,
      counts: { confirmed: 13, need: 20, last: null },
      title: 'Needs 7 more confirmed chips.',
      detail: '13 confirmed chips; the first training is worth it from 20 on.',
      fraction: 0.65,
    });
    expect(nextTraining(479, 436)).toMatchObject({
      ready: false,
      title: 'Needs 1 more confirmed chip.',
      detail: '479 confirmed chips; 480 are a tenth more than the 436 of the last attempt.',
    });
    expect(nextTraining(480, 436)).toMatchObject({ ready: true, fraction: 1 });
  });
});

describe('whether the labels can train at all', () => {
  test('they can', () => {
    expect(whyUntrainable(4, summary([20, 5]))).toBeNull();
  });
  test('nothing confirmed, nothing in training blocks, one kind only', () => {
    const obstacle = (chips: number, content: SnapshotSummary) => {
      const why = whyUntrainable(chips, content);
      return why && englishError(obstacleMessage(why));
    };
    expect(obstacle(0, summary([0, 0], 0))).toMatch(/No chip is confirmed/);
    expect(obstacle(4, summary([0, 0], 0))).toMatch(/^Of the 4 confirmed chips 0 lie in/);
    expect(obstacle(4, summary([20, 0]))).toMatch(/5 cells of two kinds.*absent 20, Crown 0/);
  });
});

test('what it trains on, and what stays out', () => {
  expect(trainsOnWords(summary([20, 5]))).toEqual([
    'Learns from 3 chips (25 cells): absent 20, Crown 5.',
    'Calibrates its probabilities on 1 chip (16 cells).',
    'No confirmed chip lies in a test block yet, so there will be no figures.',
    'Leaves out 1,200 chips waiting for review, 1 chip returned to the labeler, 2 cells unsure.',
  ]);
});
