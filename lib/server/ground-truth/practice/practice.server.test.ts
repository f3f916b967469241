import { beforeEach, describe, expect, test } from 'vitest';
import { QueueRequest } from '@/lib/domain/queue/schema';
import type { Person } from '@/lib/server/auth/gate';
import { confirmedChip } from '@/lib/server/correction/ask';
import { db } from '@/lib/server/db/client';
import { readReliability } from '@/lib/server/ground-truth/people/read';
import { readFeedback, readPractice } from '@/lib/server/ground-truth/practice/read';
import { removeTruth } from '@/lib/server/ground-truth/set';
import { myLabelling } from '@/lib/server/label/labelling/mine';
import { saveLabelling } from '@/lib/server/label/save/save';
import { nextChips, skipChip } from '@/lib/server/queue/queue';
import {
  TRUTH,
  answer,
  askFor,
  changeUse,
  rightOf,
  truthSetting,
} from '@/tests/server/ground-truth';
import type { TruthSetting } from '@/tests/server/ground-truth';
import { CROWN, asReviewer, changesOf, save } from '@/tests/server/review';

let at: TruthSetting;
beforeEach(async () => {
  at = await truthSetting();
});

describe('practice', () => {
  const practise = async (person: Person, codes: readonly number[]): Promise<number[]> => {
    const { items } = await askFor(at, person, { count: 3 });
    const own = items.filter(({ practice }) => practice !== null);
    for (const { chip } of own) await answer(at, person, chip.id, codes);
    return own.map(({ practice }) => practice?.place ?? 0);
  };

  test('a new labeler practises first, whatever they chose, and sees at once how each chip compares', async () => {
    await changeUse(at, { practiceChips: 4, practicePercent: 70 });
    const first = await askFor(at, at.ada, { count: 3, mode: 'returned' });
    expect(first.items.map(({ practice }) => practice)).toEqual([
      ...[1, 2, 3].map((place) => ({ place, of: 4 })),
    ]);
    const [one, two] = first.items.map(({ chip }) => chip);
    if (!one || !two) throw new Error('no practice chips');
    expect(one.status).toBe('UNTOUCHED');
    await expect(confirmedChip(at.labeler, at.ada, one.id)).rejects.toThrow();
    await expect(readFeedback(at.labeler, at.ada, one.id)).rejects.toMatchObject({
      text: { key: 'practice.notSubmitted' },
    });
    await expect(readFeedback(at.labeler, at.ben, one.id)).rejects.toMatchObject({
      text: { key: 'practice.missing' },
    });
    await answer(at, at.ada, one.id, [CROWN, CROWN, 1, 0]);
    expect(await readFeedback(at.labeler, at.ada, one.id)).toMatchObject({
      ...{ place: 1, of: 4, same: 2, cells: 3, result: null },
      reviewed: Buffer.from(TRUTH).toString('base64'),
    });
    // the reviewed labels are seen: no more strokes
    const { revision } = await myLabelling(at.labeler, at.ada, one.id);
    const late = save(revision, changesOf(TRUTH, [CROWN, CROWN, 1, 0]));
    await expect(saveLabelling(at.labeler, at.ada, one.id, late)).rejects.toMatchObject({
      text: { key: 'label.confirmed' },
    });
    // one that does not count any more is said so, and the round goes on
    await removeTruth(asReviewer(at), two.id);
    await answer(at, at.ada, two.id, TRUTH);
    expect(await readFeedback(at.labeler, at.ada, two.id)).toMatchObject({
      ...{ reviewed: null, cells: 0 },
    });
    expect(
      await askFor(at, at.ada, { count: 2, skip: first.items.map(({ chip }) => chip.number) }),
    ).toMatchObject({ items: [{ practice: { place: 4 } }], why: { code: 'practice' } });
    expect(await practise(at.ada, TRUTH)).toEqual([3, 4]);
    expect(await readPractice(at.labeler, at.ada)).toMatchObject({
      rounds: [{ round: 1, result: { same: 10, cells: 11, passed: true, again: false } }],
    });
    const after = await askFor(at, at.ada, { count: 2 });
    expect(after.items.map(({ practice }) => practice)).toEqual([null, null]);
    // practice is no work, and no test of how reliable somebody is
    expect(await db().dailyWork.count({ where: { userId: at.ada.userId } })).toBe(0);
    expect(await rightOf(at, at.ada)).toMatchObject({ chips: 0 });
  });

  test('below the mark there is one more round with other chips, then the queue and a word to the admin', async () => {
    await changeUse(at, { practiceChips: 3, practicePercent: 90 });
    expect(await practise(at.ada, [1, 1, 1, 1])).toEqual([1, 2, 3]);
    expect((await readPractice(at.labeler, at.ada)).rounds[0]?.result).toMatchObject({
      ...{ same: 6, cells: 12, passed: false, again: true },
    });
    expect(await practise(at.ada, [1, 1, 1, 1])).toEqual([1, 2, 3]);
    const { rounds } = await readPractice(at.labeler, at.ada);
    expect(rounds.map(({ round, result }) => [round, result?.again])).toEqual([
      ...[
        [2, false],
        [1, true],
      ],
    ]);
    const numbers = rounds.flatMap(({ chips }) => chips.map(({ number }) => number));
    expect(new Set(numbers).size).toBe(6);
    expect((await askFor(at, at.ada)).items[0]?.practice).toBeNull();
    const { items } = await readReliability(at.project.scope);
    expect(items.find(({ person }) => person.userId === at.ada.userId)?.practice).toMatchObject({
      ...{ round: 2, ended: true, passed: false },
    });
  });

  test('two tabs begin one round; skipped chips and removed ones end it; who has worked, or reviews, does not practise', async () => {
    await changeUse(at, { practiceChips: 3 });
    await Promise.all([askFor(at, at.ada, { count: 3 }), askFor(at, at.ada, { count: 3 })]);
    const rows = await db().groundTruthLabelling.findMany({
      where: { userId: at.ada.userId },
      orderBy: { place: 'asc' },
    });
    expect(rows.map(({ round, place }) => [round, place])).toEqual([
      ...[
        [1, 1],
        [1, 2],
        [1, 3],
      ],
    ]);
    await answer(at, at.ada, rows[0]?.chipId ?? '', TRUTH);
    const skip = { reason: 'notMyField' as const, note: '' };
    await skipChip(at.labeler, at.ada, rows[1]?.chipId ?? '', skip);
    await db().chip.delete({ where: { id: rows[2]?.chipId ?? '' } });
    expect((await askFor(at, at.ada)).items[0]?.practice).toBeNull();
    expect((await readPractice(at.labeler, at.ada)).rounds).toMatchObject([
      { result: { same: 4, cells: 4, passed: null } },
    ]);
    expect((await askFor(at, at.ben)).items[0]?.practice).toBeNull();
    const request = QueueRequest.parse({ mode: 'sequential' });
    expect((await nextChips(asReviewer(at), at.rolf, request)).items[0]?.practice).toBeNull();
  });

  test('without ground truth chips nobody is kept from labelling', async () => {
    await changeUse(at, { practiceChips: 3 });
    await db().groundTruthChip.deleteMany({ where: { projectId: at.project.id } });
    expect((await askFor(at, at.ada)).items).toMatchObject([{ practice: null }]);
    expect(await readPractice(at.labeler, at.ada)).toMatchObject({ chips: 3, rounds: [] });
  });
});
