import { describe, expect, test } from 'vitest';
import { englishError } from '@/lib/i18n/english-error';
import type { SnapshotSummary } from '@/lib/domain/snapshot/schema';
import {
  chipsForNext,
  nextTraining,
  obstacleMessage,
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
      cells: { unlabelled: 0, unsure: 2, unusable: 0 },
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

  test('with its counts', () => {
    expect(nextTraining(13, null, 88)).toEqual({
      ready: false,
      counts: { confirmed: 13, need: 20, chips: 88, last: null },
      fraction: 0.65,
    });
    expect(nextTraining(479, 436, 500)).toMatchObject({
      ready: false,
      counts: { confirmed: 479, need: 480, chips: 500, last: 436 },
    });
    expect(nextTraining(480, 436, 500)).toMatchObject({ ready: true, fraction: 1 });
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
