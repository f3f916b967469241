import { createTranslator } from 'use-intl';
import { describe, expect, it } from 'vitest';
import { describeWhy } from '@/components/review/describe-reason';
import { opinionsOf, toBeConfirmed } from '@/components/review/opinions';
import type { ReviewChip } from '@/lib/client/review-chip';
import type { CorrectionView } from '@/lib/domain/correction/schema';
import { messagesOf } from '@/lib/i18n/messages';

const t = createTranslator({
  locale: 'en',
  messages: messagesOf('en'),
  namespace: 'review.reason',
});
const CROWN = 16;

const asked: CorrectionView = {
  ...{ id: 'k', by: { userId: 'b', name: 'Ben' }, state: 'ASKED', reason: '' },
  ...{ askedAt: '2026-11-27T10:00:00.000Z', settledBy: null, answer: null },
  changes: [{ cell: 0, before: 1, after: CROWN }],
};

function view(status: ReviewChip['chip']['status'], corrections: CorrectionView[]): ReviewChip {
  const cells = Uint8Array.of(1, 1);
  const chip: Partial<ReviewChip['chip']> = { number: 7, rows: 1, cols: 2, status };
  const consensus = { cells } as ReviewChip['consensus'];
  return {
    chip: chip as ReviewChip['chip'],
    ...{ consensus, corrections, labellings: [], basis: '', settled: null, proposals: null },
    ...{ differs: { people: [], open: [], model: [] }, confirmedBy: null, canUndo: false },
    reason: { differ: 0, shared: 0, model: 'v1', against: 0, compared: 0, surest: null },
  };
}

describe('a chip under review', () => {
  it('with a correction is there for it, one that waits for its place in the order, another one for neither', () => {
    const why = (one: ReviewChip) => describeWhy(one, t, String);
    expect(why(view('CONFIRMED', [asked]))).toContain('Ben asks for a correction of 1 cell');
    expect(why(view('SUBMITTED', []))).toContain('v1 has not scored this chip yet');
    expect(why(view('CONFIRMED', []))).toBe('It does not wait for review.');
  });

  it('would be confirmed with its correction, which says nothing of the other cells', () => {
    const cells = Uint8Array.of(1, 1);
    const corrected = view('CONFIRMED', [asked]);
    expect([...toBeConfirmed(corrected, cells)]).toEqual([CROWN, 1]);
    expect([...toBeConfirmed(view('CONFIRMED', []), cells)]).toEqual([1, 1]);
    const [wish] = opinionsOf(corrected, null, {} as never);
    expect(wish).toMatchObject({ isWish: true, cells: Uint8Array.of(CROWN, 0) });
  });
});
