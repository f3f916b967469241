import { beforeEach, describe, expect, test } from 'vitest';
import type { Chip } from '@/generated/prisma/client';
import type { QueueRequest } from '@/lib/domain/queue/schema';
import { QueueRequest as Request } from '@/lib/domain/queue/schema';
import type { Person } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';
import { myLabelling } from '@/lib/server/label/labelling/mine';
import { saveLabelling } from '@/lib/server/label/save/save';
import { nextChips, readQueue } from '@/lib/server/queue/queue';
import { reviewChip } from '@/lib/server/review/view';
import { askSecondLook, withdrawSecondLook } from '@/lib/server/second-look/ask';
import { dropLateLooks } from '@/lib/server/second-look/drop';
import { isOverlap } from '@/lib/server/second-look/share';
import {
  CROWN,
  asReviewer,
  cellsOf,
  changesOf,
  confirm,
  label,
  oneChip,
  save,
  setting,
} from '@/tests/server/review';
import type { Setting } from '@/tests/server/review';

let at: Setting;
beforeEach(async () => {
  at = await setting();
  await setShare(100);
});

const setShare = (overlapPercent: number) =>
  db().project.update({ where: { id: at.project.id }, data: { overlapPercent } });

const statusOf = async (chip: Chip) =>
  (await db().chip.findUniqueOrThrow({ where: { id: chip.id } })).status;

const looksOf = (chip: Chip) =>
  db().secondLook.findMany({ where: { chipId: chip.id }, orderBy: { askedAt: 'asc' } });

const ask = async (person: Person, request: Partial<QueueRequest> = {}, draw = 0.1) => {
  const reply = await nextChips(at.project.scope, person, Request.parse(request), () => draw);
  return reply.items;
};

const age = (days: number) => db().$executeRaw`
  UPDATE "SecondLook" SET "askedAt" = "askedAt" - make_interval(days => ${days}::int)`;

test('the share is the same for every answer, and a larger one keeps the chips of a smaller one', () => {
  const ids = Array.from({ length: 4000 }, (_, i) => `chip ${String(i)}`);
  const few = ids.filter((id) => isOverlap('salt', id, 10));
  expect(few.length).toBeGreaterThan(340);
  expect(few.length).toBeLessThan(460);
  expect(few.every((id) => isOverlap('salt', id, 20))).toBe(true);
  expect(ids.some((id) => isOverlap('salt', id, 0))).toBe(false);
  expect(ids.every((id) => isOverlap('salt', id, 100))).toBe(true);
});

test('a chip of the share goes to review when a second person has labelled it, who saw nothing of the first', async () => {
  const chip = await oneChip(at.project);
  await label(at, at.ada, chip, [CROWN, 1, 1, 1]);
  expect(await statusOf(chip)).toBe('IN_PROGRESS');
  // the first person does not get it again
  expect(await ask(at.ada)).toEqual([]);
  const [item] = await ask(at.ben);
  expect(item).toMatchObject({ chip: { id: chip.id }, reason: 'check' });
  expect(cellsOf(item?.labelling.cells ?? '')).toEqual([0, 0, 0, 0]);
  await label(at, at.ben, chip, [1, 1, 1, CROWN]);
  expect(await statusOf(chip)).toBe('SUBMITTED');
  const [look] = await looksOf(chip);
  expect(look).toMatchObject({
    ...{ reason: 'OVERLAP', state: 'DONE', firstId: at.ada.userId, secondId: at.ben.userId },
    ...{ first: Uint8Array.of(CROWN, 1, 1, 1), second: Uint8Array.of(1, 1, 1, CROWN) },
  });
  const review = await reviewChip(at.project.scope, chip.id, at.rita);
  expect(review.labellings.map(({ person }) => person.name).sort()).toEqual(
    [at.ada.name, at.ben.name].sort(),
  );
  expect(review.differs.open).toEqual([0, 3]);
});

test('a reviewer who labels as the second person is shown no labels before they submit', async () => {
  const chip = await oneChip(at.project);
  await label(at, at.ada, chip, [CROWN, CROWN, 1, 1]);
  await ask(at.rita);
  const before = await reviewChip(at.project.scope, chip.id, at.rita);
  expect(before.labellings).toEqual([]);
  expect(cellsOf(before.consensus.cells)).toEqual([0, 0, 0, 0]);
  expect((await reviewChip(at.project.scope, chip.id, at.rolf)).labellings).toHaveLength(1);
  await label(at, at.rita, chip, [CROWN, 1, 1, 1]);
  expect((await reviewChip(at.project.scope, chip.id, at.rita)).labellings).toHaveLength(2);
});

test('who takes their labels back is waited for; what they said when both were in is kept', async () => {
  const chip = await oneChip(at.project);
  await label(at, at.ada, chip, [CROWN, 1, 1, 1]);
  const { revision } = await myLabelling(at.project.scope, at.ada, chip.id);
  const changes = changesOf([1, 1, 1, 1], [CROWN, 1, 1, 1]);
  await saveLabelling(at.project.scope, at.ada, chip.id, save(revision, changes));
  // nobody is given a chip that somebody is at
  expect(await ask(at.ben)).toEqual([]);
  await label(at, at.ben, chip, [1, 1, 1, 1]);
  expect(await statusOf(chip)).toBe('IN_PROGRESS');
  await label(at, at.ada, chip, [1, 1, 1, CROWN]);
  expect(await statusOf(chip)).toBe('SUBMITTED');
  expect(await looksOf(chip)).toMatchObject([
    { state: 'DONE', first: Uint8Array.of(1, 1, 1, CROWN), second: Uint8Array.of(1, 1, 1, 1) },
  ]);
});

describe('no second person is asked for', () => {
  test('without a share, or without another labeler', async () => {
    await setShare(0);
    const [first, second] = [await oneChip(at.project), await oneChip(at.project)];
    await label(at, at.ada, first, [1, 1, 1, 1]);
    expect(await statusOf(first)).toBe('SUBMITTED');
    await setShare(100);
    await db().membership.deleteMany({ where: { userId: at.ben.userId } });
    await label(at, at.ada, second, [1, 1, 1, 1]);
    expect(await statusOf(second)).toBe('SUBMITTED');
    expect(await db().secondLook.count({ where: { projectId: at.project.id } })).toBe(0);
  });

  test('when the chip had its second look and is submitted again', async () => {
    const chip = await oneChip(at.project);
    await label(at, at.ada, chip, [1, 1, 1, 1]);
    await label(at, at.ben, chip, [1, 1, 1, 1]);
    await label(at, at.ben, chip, [1, 1, 1, CROWN]);
    expect(await statusOf(chip)).toBe('SUBMITTED');
    expect(await looksOf(chip)).toHaveLength(1);
  });
});

describe('the queue', () => {
  test('mixes second looks in, gives the rest when nothing is untouched, and none to two people', async () => {
    const chips = [await oneChip(at.project), await oneChip(at.project)];
    for (const chip of chips) await label(at, at.ada, chip, [1, 1, 1, 1]);
    const untouched = await oneChip(at.project);
    const ids = (items: Awaited<ReturnType<typeof ask>>) => items.map(({ chip }) => chip.id);
    // 0.9 draws no second look: the untouched one comes first
    expect(ids(await ask(at.ben, { mode: 'sequential' }, 0.9))).toEqual([untouched.id]);
    expect((await readQueue(at.project.scope, at.rolf)).left).toBe(2);
    const [bens, ritas] = await Promise.all([
      ask(at.ben, { count: 1, skip: [untouched.number] }),
      ask(at.rita, { count: 1, skip: [untouched.number] }),
    ]);
    expect([...ids(bens), ...ids(ritas)].sort()).toEqual(chips.map(({ id }) => id).sort());
    // what a person holds comes back after a reload, whatever is drawn
    expect(ids(await ask(at.ben, { skip: [untouched.number] }, 0.9))).toEqual(ids(bens));
    expect(await ask(at.rolf)).toEqual([]);
  });

  test('gives none to who asks for a filter', async () => {
    const chip = await oneChip(at.project);
    await label(at, at.ada, chip, [1, 1, 1, 1]);
    const filter = { status: 'untouched' as const };
    expect(await ask(at.ben, { mode: 'filter', filter })).toEqual([]);
  });

  test('does not hand labels on with a chip that a second person began and left', async () => {
    const chip = await oneChip(at.project);
    await label(at, at.ada, chip, [1, 1, 1, 1]);
    await saveLabelling(at.project.scope, at.ben, chip.id, save(0, changesOf([CROWN, 0, 0, 0])));
    await db().membership.deleteMany({ where: { userId: at.ben.userId } });
    expect(await ask(at.rolf)).toEqual([]);
  });
});

describe('a chip that nobody comes to', () => {
  test('goes to review after a week with the labels that it has', async () => {
    const chip = await oneChip(at.project);
    await label(at, at.ada, chip, [CROWN, 1, 1, 1]);
    await age(6);
    await dropLateLooks();
    expect(await statusOf(chip)).toBe('IN_PROGRESS');
    await age(2);
    await dropLateLooks();
    expect(await statusOf(chip)).toBe('SUBMITTED');
    expect(await looksOf(chip)).toMatchObject([{ state: 'DROPPED', second: null }]);
    expect(await db().waitingChip.count({ where: { chipId: chip.id } })).toBe(1);
  });

  test('goes to review at once when the admin wants no second person any more, unless somebody holds it', async () => {
    const chip = await oneChip(at.project);
    await label(at, at.ada, chip, [CROWN, 1, 1, 1]);
    await ask(at.ben);
    await setShare(0);
    await dropLateLooks();
    expect(await statusOf(chip)).toBe('IN_PROGRESS');
    await db().chipLease.deleteMany({});
    await dropLateLooks();
    expect(await statusOf(chip)).toBe('SUBMITTED');
  });

  test('waits on while its first person is at it again', async () => {
    const chip = await oneChip(at.project);
    await label(at, at.ada, chip, [CROWN, 1, 1, 1]);
    const { revision } = await myLabelling(at.project.scope, at.ada, chip.id);
    const changes = changesOf([1, 1, 1, 1], [CROWN, 1, 1, 1]);
    await saveLabelling(at.project.scope, at.ada, chip.id, save(revision, changes));
    await age(8);
    await dropLateLooks();
    expect(await statusOf(chip)).toBe('IN_PROGRESS');
    await label(at, at.ada, chip, [1, 1, CROWN, 1]);
    expect(await statusOf(chip)).toBe('SUBMITTED');
  });
});

describe('a reviewer who doubts labels', () => {
  const single = async () => {
    await setShare(0);
    const chip = await oneChip(at.project);
    await label(at, at.ada, chip, [CROWN, 1, 1, 1]);
    return chip;
  };

  test('sends the chip to a second person, who sees no proposals; it comes back with both', async () => {
    const chip = await single();
    await askSecondLook(asReviewer(at), at.rita, chip.id);
    expect(await statusOf(chip)).toBe('IN_PROGRESS');
    expect(await db().waitingChip.count({ where: { chipId: chip.id } })).toBe(0);
    const [item] = await ask(at.ben);
    expect(item).toMatchObject({ chip: { id: chip.id }, control: true });
    await label(at, at.ben, chip, [1, 1, 1, 1]);
    expect(await statusOf(chip)).toBe('SUBMITTED');
    expect(await looksOf(chip)).toMatchObject([
      { reason: 'ISSUE', state: 'DONE', askedById: at.rita.userId, firstId: at.ada.userId },
    ]);
    expect((await reviewChip(at.project.scope, chip.id, at.rita)).differs.open).toEqual([0]);
  });

  test('opens a confirmed chip again for it, if it is their own verdict', async () => {
    const chip = await single();
    await confirm(at, chip);
    await expect(askSecondLook(asReviewer(at), at.rolf, chip.id)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await askSecondLook(asReviewer(at), at.rita, chip.id);
    expect(await statusOf(chip)).toBe('IN_PROGRESS');
  });

  test('takes it back while nobody has begun', async () => {
    const chip = await single();
    await askSecondLook(asReviewer(at), at.rita, chip.id);
    await withdrawSecondLook(asReviewer(at), chip.id);
    expect(await statusOf(chip)).toBe('SUBMITTED');
    await askSecondLook(asReviewer(at), at.rita, chip.id);
    await ask(at.ben);
    await expect(withdrawSecondLook(asReviewer(at), chip.id)).rejects.toMatchObject({
      code: 'not_ready',
    });
  });

  test('is told where nobody else could label it', async () => {
    const chip = await single();
    await db().membership.deleteMany({ where: { userId: at.ben.userId } });
    await expect(askSecondLook(asReviewer(at), at.rita, chip.id)).rejects.toThrow(
      /Everybody who labels/,
    );
    expect(await statusOf(chip)).toBe('SUBMITTED');
  });
});
