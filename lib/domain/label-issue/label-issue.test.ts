import { expect, it } from 'vitest';
import { isCheckDue } from '@/lib/domain/label-issue/due';
import { yieldOf } from '@/lib/domain/label-issue/yield';

it('a check is due from 20 labelled chips on, with each tenth more, and when half of what was flagged is corrected', () => {
  expect([19, 20].map((labelled) => isCheckDue(labelled, null))).toEqual([false, true]);
  const last = { labelled: 100, flagged: 60, changed: 0 };
  expect([109, 110].map((labelled) => isCheckDue(labelled, last))).toEqual([false, true]);
  const corrected = (changed: number, flagged: number) =>
    isCheckDue(100, { ...last, changed, flagged });
  expect([corrected(29, 60), corrected(30, 60)]).toEqual([false, true]);
  expect([corrected(19, 20), corrected(20, 20)]).toEqual([false, true]);
  // one that brought nothing says nothing of what is corrected
  const failed = { ...last, flagged: null, changed: 40 };
  expect([109, 110].map((labelled) => isCheckDue(labelled, failed))).toEqual([false, true]);
});

it('says stop when the last 50 decisions brought one change or none, and not before there are 50', () => {
  const total = { decided: 120, changed: 40 };
  const after = (decided: number, changed: number) => yieldOf(total, { decided, changed }).stop;
  expect([after(49, 0), after(50, 2), after(50, 1), after(50, 0)]).toEqual([
    false,
    false,
    true,
    true,
  ]);
  expect(yieldOf(total, { decided: 50, changed: 1 })).toMatchObject({
    ...total,
    recent: { decided: 50, changed: 1 },
  });
});
