import { beforeEach, describe, expect, test } from 'vitest';
import { newId } from '@/lib/core/ids';
import { seededRandom } from '@/lib/core/seeded-random';
import { QueueRequest } from '@/lib/domain/queue/schema';
import type { QueueReply } from '@/lib/domain/queue/schema';
import { findChip } from '@/lib/server/chip/data';
import { confirmedChip } from '@/lib/server/correction/ask';
import { db } from '@/lib/server/db/client';
import { readReliability } from '@/lib/server/ground-truth/people/read';
import { addTruth, putTruth, readTruth, removeTruth } from '@/lib/server/ground-truth/set';
import { myLabelling } from '@/lib/server/label/labelling/mine';
import { saveLabelling } from '@/lib/server/label/save/save';
import { submitLabelling } from '@/lib/server/label/submit/submit';
import { readOverview } from '@/lib/server/overview/read';
import { heartbeatChips, nextChips } from '@/lib/server/queue/queue';
import { reopenReview } from '@/lib/server/review/reopen';
import { createChips } from '@/tests/server/factories';
import {
  TRUTH,
  answer,
  askFor,
  changeUse,
  isTruth,
  oneTruth,
  rightOf,
  truthSetting,
} from '@/tests/server/ground-truth';
import type { TruthSetting } from '@/tests/server/ground-truth';
import { createLabeler } from '@/tests/server/people';
import { CROWN, SHRUB, asReviewer, changesOf, save, setting } from '@/tests/server/review';

let at: TruthSetting;
beforeEach(async () => {
  at = await truthSetting();
});

describe('the set', () => {
  test('takes confirmed chips alone, by id, filter and chance, with each class, and says what it passed over', async () => {
    const other = await setting();
    const [foreign] = await createChips(other.project, 1);
    const chips = [at.truths[0]?.id ?? '', at.fresh[0]?.id ?? '', foreign?.id ?? ''];
    const asked = { by: 'chips' as const, chips };
    expect(await addTruth(asReviewer(at), at.rita, asked)).toEqual({
      ...{ added: 0, known: 1, unfit: 2, full: false },
    });
    for (const chip of at.truths.slice(0, 4)) await removeTruth(asReviewer(at), chip.id);
    const random = await addTruth(asReviewer(at), at.rita, { by: 'random', count: 3 });
    expect(random).toMatchObject({ added: 3 });
    const filter = { class: SHRUB };
    expect(await addTruth(asReviewer(at), at.rita, { by: 'filter', filter })).toMatchObject({
      ...{ added: 1, known: 11 },
    });
    const page = await readTruth(asReviewer(at), { cursor: 0, limit: 5 });
    expect(page).toMatchObject({ total: 12, counting: 12, nextCursor: 5 });
    expect(page.classes).toEqual([1, CROWN, SHRUB].map((code) => ({ code, chips: 12 })));
    await expect(putTruth(asReviewer(at), at.rita, at.fresh[0]?.id ?? '')).rejects.toMatchObject({
      text: { key: 'groundTruth.notConfirmed' },
    });
  });

  test('a chip that is opened again does not count and goes to nobody, until it is confirmed', async () => {
    await changeUse(at, { groundTruthPercent: 20 });
    for (const chip of at.truths) await reopenReview(at.project.scope, at.rita, chip.id);
    expect(await readTruth(asReviewer(at), { cursor: 0, limit: 5 })).toMatchObject({
      ...{ total: 12, counting: 0 },
    });
    const { items } = await askFor(at, at.ada, { count: 20 }, () => 0);
    expect(items.filter(({ chip }) => isTruth(at, chip.id))).toEqual([]);
  });
});

describe('in the queue', () => {
  test('as many chips as the share says are ground truth, each once, and all others come all the same', async () => {
    const all = new Set(
      [...at.truths, ...at.fresh, ...(await createChips(at.project, 40))].map((chip) => chip.id),
    );
    await changeUse(at, { groundTruthPercent: 20 });
    const draw = seededRandom(7);
    const seen: number[] = [];
    let tests = 0;
    for (let i = 0; i < 7; i += 1) {
      const { items } = await askFor(at, at.ada, { count: 8, skip: seen }, draw);
      expect(items).toHaveLength(8);
      for (const { chip } of items) {
        expect(all).toContain(chip.id);
        expect(seen).not.toContain(chip.number);
        seen.push(chip.number);
        if (isTruth(at, chip.id)) tests += 1;
      }
      // nobody holds more than 60 chips
      await db().chipLease.deleteMany({ where: { userId: at.ada.userId } });
    }
    // of 56 draws at 20 %: all but one time in 500
    expect(tests).toBeGreaterThanOrEqual(4);
    expect(tests).toBeLessThanOrEqual(12);
  });

  test('none comes at a share of 0, to a reviewer, in an area or filter, or when nothing else is left', async () => {
    const count = async (reply: Promise<QueueReply>) =>
      (await reply).items.filter(({ chip }) => isTruth(at, chip.id)).length;
    expect(await count(askFor(at, at.ada, { count: 5 }, () => 0))).toBe(0);
    await changeUse(at, { groundTruthPercent: 20 });
    const request = QueueRequest.parse({ mode: 'sequential', count: 5 });
    expect(await count(nextChips(asReviewer(at), at.rita, request, () => 0))).toBe(0);
    const filter = { mode: 'filter', filter: { status: 'untouched' }, count: 5 };
    expect(await count(askFor(at, at.ada, filter, () => 0))).toBe(0);
    await db().chip.updateMany({
      where: { id: { in: at.fresh.map(({ id }) => id) } },
      data: { status: 'SUBMITTED' },
    });
    expect((await askFor(at, at.ada, { count: 5 }, () => 0)).items).toEqual([]);
  });

  test('who labelled a chip, or saw what counts of it, never gets it', async () => {
    await changeUse(at, { groundTruthPercent: 20 });
    // Ben labelled all of them
    const toBen = await askFor(at, at.ben, { count: 20 }, () => 0);
    expect(toBen.items.filter(({ chip }) => isTruth(at, chip.id))).toEqual([]);
    for (const chip of at.truths.slice(1)) await confirmedChip(at.labeler, at.ada, chip.id);
    const { items } = await askFor(at, at.ada, { count: 20 }, () => 0);
    expect(items.filter(({ chip }) => isTruth(at, chip.id)).map(({ chip }) => chip.id)).toEqual([
      at.truths[0]?.id,
    ]);
  });

  test('two tabs that ask at once, and two people, get them without waiting for each other', async () => {
    await changeUse(at, { groundTruthPercent: 20 });
    const cleo = await createLabeler(at.project);
    const replies = await Promise.all([
      ...[askFor(at, at.ada, { count: 12 }, () => 0), askFor(at, at.ada, { count: 12 }, () => 0)],
      askFor(at, cleo, { count: 12 }, () => 0),
    ]);
    const rows = await db().groundTruthLabelling.findMany({ where: { projectId: at.project.id } });
    for (const [i, { userId }] of [at.ada, at.ada, cleo].entries()) {
      const own = new Set(rows.filter((row) => row.userId === userId).map((row) => row.chipId));
      const given = (replies[i]?.items ?? []).filter(({ chip }) => isTruth(at, chip.id));
      for (const { chip } of given) expect(own).toContain(chip.id);
    }
    expect(rows.filter(({ userId }) => userId === cleo.userId)).toHaveLength(12);
    // a reload gives them back before anything new
    const again = await askFor(at, cleo, { count: 12 });
    expect(again.items.map(({ chip }) => isTruth(at, chip.id))).toEqual(Array(12).fill(true));
    const numbers = again.items.map(({ chip }) => chip.number);
    expect(await heartbeatChips(at.labeler, cleo, { numbers })).toMatchObject({ lost: [] });
  });
});

describe('what is labelled on it goes nowhere else', () => {
  test('no label, event, status, count, agreement or review of the chip changes', async () => {
    const { chip } = await oneTruth(at, at.ada);
    const where = { chipId: chip.id };
    const now = async () => ({
      chip: await db().chip.findUniqueOrThrow({ where: { id: chip.id } }),
      labellings: await db().labelling.findMany({ where, orderBy: { id: 'asc' } }),
      events: await db().labelEvent.count({ where: { labelling: where } }),
      labels: await db().chipLabel.findMany({ where, orderBy: { code: 'asc' } }),
      agreement: await db().labelAgreement.findMany({ where, orderBy: { userId: 'asc' } }),
      waiting: await db().waitingChip.count({ where }),
      looks: await db().secondLook.count({ where }),
      confirmed: await db().confirmedChip.findMany({ where }),
      counts: (await readOverview(at.project.scope, at.rita.userId)).chips,
    });
    const before = await now();
    await answer(at, at.ada, chip.id, [SHRUB, SHRUB, SHRUB, SHRUB]);
    expect(await now()).toEqual(before);
  });

  test('a save that is sent twice is one, and one on an old revision brings conflicts', async () => {
    const { chip } = await oneTruth(at, at.ada);
    const first = save(0, changesOf([CROWN, 1, 0, 0]));
    const reply = await saveLabelling(at.labeler, at.ada, chip.id, first);
    expect(await saveLabelling(at.labeler, at.ada, chip.id, first)).toEqual(reply);
    const late = save(0, changesOf([SHRUB, 0, 1, 0]));
    expect(await saveLabelling(at.labeler, at.ada, chip.id, late)).toMatchObject({
      ...{ revision: 2, applied: [2] },
      conflicts: [{ cell: 0, yours: SHRUB, theirs: CROWN, by: { userId: at.ada.userId } }],
    });
    const request = { revision: 2, openedMs: 10, submitId: newId(), proposals: null };
    await submitLabelling(at.labeler, at.ada, chip.id, request);
    expect(await submitLabelling(at.labeler, at.ada, chip.id, request)).toMatchObject({
      ...{ status: 'SUBMITTED', revision: 3 },
    });
  });

  test('work that was begun goes through when the chip is taken out, opened again, or its person becomes a reviewer', async () => {
    const { chip } = await oneTruth(at, at.ada);
    await removeTruth(asReviewer(at), chip.id);
    await answer(at, at.ada, chip.id, TRUTH);
    expect(await rightOf(at, at.ada)).toMatchObject({ chips: 0 });
    await putTruth(asReviewer(at), at.rita, chip.id);
    expect(await rightOf(at, at.ada)).toMatchObject({ chips: 1, cells: 4 });
    await reopenReview(at.project.scope, at.rita, chip.id);
    await answer(at, at.ada, chip.id, [1, 1, 1, 1]);
    expect(await rightOf(at, at.ada)).toMatchObject({ chips: 0 });
    expect(await findChip(at.labeler, at.ada, chip.id)).toMatchObject({ status: 'SUBMITTED' });
    expect(await db().labelling.count({ where: { userId: at.ada.userId } })).toBe(0);
    await saveLabelling(
      asReviewer(at),
      at.ada,
      chip.id,
      save(
        (await myLabelling(at.labeler, at.ada, chip.id)).revision,
        changesOf([CROWN, 1, 1, 1], [1, 1, 1, 1]),
      ),
    );
    expect(await db().labelling.count({ where: { userId: at.ada.userId } })).toBe(0);
  });
});

test('a person’s labels are held against what counts now, with figures by class and a median of seconds', async () => {
  await changeUse(at, { groundTruthPercent: 20 });
  const { items } = await askFor(at, at.ada, { count: 24 }, () => 0);
  const given = items.filter(({ chip }) => isTruth(at, chip.id));
  expect(given).toHaveLength(12);
  for (const { chip } of given) await answer(at, at.ada, chip.id, [CROWN, 1, 1, 1]);
  const found = (await readReliability(at.project.scope)).items.find(
    ({ person }) => person.userId === at.ada.userId,
  );
  expect(found).toMatchObject({
    right: { value: 0.75, chips: 12, cells: 48 },
    ...{ seconds: 4, practice: null },
    classes: [
      { code: 1, found: { value: 1, cells: 24 } },
      { code: CROWN, found: { value: 1, cells: 12 } },
      { code: SHRUB, found: { value: 0, cells: 12 } },
    ],
  });
  expect(found?.months).toHaveLength(1);
  // the reviewed labels change, and with them who is right
  await db().labelling.updateMany({
    where: { kind: 'CONSENSUS', chip: { projectId: at.project.id } },
    data: { cells: Uint8Array.of(CROWN, 1, 1, 1) },
  });
  expect(await rightOf(at, at.ada)).toMatchObject({ value: 1 });
});
