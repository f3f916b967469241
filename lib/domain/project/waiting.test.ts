import { describe, expect, test } from 'vitest';
import type { RoleName } from '@/lib/domain/member/schema';
import { countOf, waitingFor } from '@/lib/domain/project/waiting';
import type { WaitingCounts } from '@/lib/domain/project/waiting';

const NOTHING: WaitingCounts = {
  chips: { CONFIRMED: 0, SUBMITTED: 0, RETURNED: 0, IN_PROGRESS: 0, UNTOUCHED: 0, total: 0 },
  cells: 0,
  returned: 0,
  started: 0,
  failedImports: 0,
  trainingFailed: false,
  candidate: null,
  assets: 0,
};
const ALL: WaitingCounts = {
  chips: { CONFIRMED: 1, SUBMITTED: 2, RETURNED: 3, IN_PROGRESS: 4, UNTOUCHED: 5, total: 15 },
  cells: 240,
  returned: 1,
  started: 0,
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
    expect(kinds('LABELER', ALL)).toEqual(['returned', 'label']);
    expect(kinds('REVIEWER', ALL)).toEqual(['returned', 'review', 'label']);
    expect(kinds('ADMIN', ALL)).toEqual([
      'returned',
      'review',
      'decide',
      'failed-job',
      'failed-import',
      'label',
    ]);
  });

  test('does not ask for new chips while own ones are open', () => {
    expect(kinds('LABELER', { ...ALL, started: 2 })).toEqual(['returned', 'started']);
  });

  test('says how many', () => {
    const [returned, label] = waitingFor('LABELER', ALL);
    expect(returned?.title).toBe('1 chip came back to you');
    expect(label).toMatchObject({ count: 5, title: '5 chips not labelled yet' });
    expect(countOf(1234, 'chip')).toBe('1,234 chips');
  });
});
