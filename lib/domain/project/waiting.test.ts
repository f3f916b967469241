import { describe, expect, test } from 'vitest';
import type { RoleName } from '@/lib/domain/member/schema';
import { waitingFor } from '@/lib/domain/project/waiting';
import type { WaitingCounts } from '@/lib/domain/project/waiting';

const NOTHING: WaitingCounts = {
  chips: { CONFIRMED: 0, SUBMITTED: 0, RETURNED: 0, IN_PROGRESS: 0, UNTOUCHED: 0, total: 0 },
  excluded: 0,
  cells: 0,
  returned: 0,
  started: 0,
  abandoned: 0,
  corrections: 0,
  answers: { count: 0, chip: 0 },
  comments: 0,
  failedImports: 0,
  trainingFailed: false,
  candidate: null,
  assets: 0,
};
const ALL: WaitingCounts = {
  chips: { CONFIRMED: 1, SUBMITTED: 2, RETURNED: 3, IN_PROGRESS: 4, UNTOUCHED: 5, total: 15 },
  excluded: 1,
  cells: 240,
  returned: 1,
  started: 0,
  abandoned: 2,
  corrections: 1,
  answers: { count: 1, chip: 7 },
  comments: 3,
  failedImports: 6,
  trainingFailed: true,
  candidate: 'v8',
  assets: 1,
};

const kinds = (role: RoleName, counts: WaitingCounts) =>
  waitingFor(role, counts).map((w) => w.kind);

describe('what waits', () => {
  test('is nothing in a project without work', () => {
    for (const role of ['LABELER', 'REVIEWER', 'ADMIN'] as const) {
      expect(kinds(role, NOTHING)).toEqual([]);
    }
  });

  test('is what the role can settle, most pressing first', () => {
    expect(kinds('LABELER', ALL)).toEqual(['answers', 'returned', 'comments', 'label']);
    expect(kinds('REVIEWER', ALL)).toEqual(['answers', 'returned', 'comments', 'review', 'label']);
    expect(kinds('ADMIN', ALL)).toEqual([
      'answers',
      'returned',
      'comments',
      'review',
      'decide',
      'failedJob',
      'failedImport',
      'label',
    ]);
  });

  test('does not ask for new chips while own ones are open', () => {
    expect(kinds('LABELER', { ...ALL, started: 2 })).toEqual([
      'answers',
      'returned',
      'comments',
      'started',
    ]);
  });

  test('says how many', () => {
    expect(waitingFor('LABELER', ALL)).toMatchObject([
      { kind: 'answers', count: 1, path: '/label/7' },
      { kind: 'returned', count: 1 },
      { kind: 'comments', count: 3, path: '/comments' },
      { kind: 'label', count: 6, abandoned: 2, excluded: 1 },
    ]);
    expect(waitingFor('REVIEWER', ALL)).toContainEqual({
      kind: 'review',
      count: 3,
      corrections: 1,
      path: '/review',
    });
  });
});
