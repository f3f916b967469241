import { beforeAll, expect, test } from 'vitest';
import { instant } from '@/lib/core/clock';
import { undoCorrection } from '@/lib/server/correction/settle';
import { db } from '@/lib/server/db/client';
import { listPeople } from '@/lib/server/overview/people/data';
import { listRecent } from '@/lib/server/overview/recent/data';
import { reopenReview } from '@/lib/server/review/reopen';
import { returnReview } from '@/lib/server/review/verdict/verdict';
import { accept, ask, confirmed } from '@/tests/server/correction';
import { createChips, createLabelling } from '@/tests/server/factories';
import { asReviewer, confirm, label, oneChip, setting } from '@/tests/server/review';
import type { Setting } from '@/tests/server/review';
import { asOwner } from '@/tests/server/owner';

let at: Setting;
beforeAll(async () => {
  at = await setting();
});

const rows = () =>
  db().dailyWork.findMany({
    where: { projectId: at.project.id },
    orderBy: [{ userId: 'asc' }, { day: 'asc' }, { kind: 'asc' }],
  });

/** What a person reviewed, by the people's list; the stored rows are what counting anew gives. */
async function reviewed(userId: string): Promise<number> {
  const stored = await rows();
  await asOwner(`SELECT "rebuild_review_figures"()`);
  expect(await rows()).toEqual(stored);
  const people = await listPeople(asReviewer(at), userId);
  return people.find((one) => one.userId === userId)?.reviewed ?? -1;
}

/** The verdicts that Recent tells of a person. */
async function recent(name: string) {
  const lines = await listRecent(at.project.scope);
  return lines.filter(({ who }) => who === name).map(({ activity }) => activity);
}

test('a verdict that is taken back is no work of its day, given again it is, and Recent tells what holds', async () => {
  const chip = await confirmed(at);
  const { number } = chip;
  expect(await reviewed(at.rita.userId)).toBe(1);
  await reopenReview(asReviewer(at), at.rita, chip.id);
  expect(await reviewed(at.rita.userId)).toBe(0);
  expect(await recent(at.rita.name)).toEqual([]);

  await returnReview(asReviewer(at), at.rita, chip.id, 'Look again.');
  expect(await recent(at.rita.name)).toEqual([{ kind: 'returned', chips: 1, number }]);
  await reopenReview(asReviewer(at), at.rita, chip.id);
  expect(await reviewed(at.rita.userId)).toBe(0);

  await confirm(at, chip);
  expect(await reviewed(at.rita.userId)).toBe(1);
  expect(await recent(at.rita.name)).toEqual([{ kind: 'confirmed', chips: 1, number }]);

  // taken back, the last one leaves what stands of the same day before it
  const other = await confirmed(at);
  expect(await reviewed(at.rita.userId)).toBe(2);
  await reopenReview(asReviewer(at), at.rita, other.id);
  expect(await recent(at.rita.name)).toEqual([{ kind: 'confirmed', chips: 1, number }]);
});

test('an undone verdict leaves an earlier one on the same chip', async () => {
  const chip = await oneChip(at.project);
  await label(at, at.ada, chip, [1, 1, 1, 1]);
  await returnReview(asReviewer(at), at.rolf, chip.id, 'Look again.');
  await label(at, at.ada, chip, [2, 1, 1, 1]);
  await returnReview(asReviewer(at), at.rolf, chip.id, 'And again.');
  expect(await reviewed(at.rolf.userId)).toBe(1);
  await reopenReview(asReviewer(at), at.rolf, chip.id);
  expect(await reviewed(at.rolf.userId)).toBe(1);
});

test('a verdict of the day before lowers that day when it is taken back', async () => {
  const ago = new Date(instant().getTime() - 20 * 60 * 60 * 1000);
  const [chip] = await createChips(at.project, 1, { status: 'CONFIRMED' });
  if (!chip) throw new Error('no chip');
  const { id, revision } = await createLabelling(chip, { cells: [1, 1, 1, 1] });
  const actorId = at.rita.userId;
  await db().labelEvent.create({
    data: { labellingId: id, kind: 'ACCEPT', revision, actorId, at: ago },
  });
  const before = await rows();
  await reopenReview(asReviewer(at), at.rita, chip.id);
  const day = ago.toISOString().slice(0, 10);
  const chipsOf = (all: Awaited<ReturnType<typeof rows>>) =>
    all
      .filter((row) => row.userId === actorId && row.day.toISOString().startsWith(day))
      .reduce((sum, row) => sum + row.chips, 0);
  expect(chipsOf(await rows())).toBe(chipsOf(before) - 1);
});

test('an accepted correction is a chip confirmed by whoever accepted it, until that is taken back', async () => {
  const chip = await confirmed(at);
  const before = await reviewed(at.rolf.userId);
  const id = await ask(at, chip, at.ben, [16, 0, 0, 0]);
  await accept(at, chip, id);
  expect(await reviewed(at.rolf.userId)).toBe(before + 1);
  expect(await recent(at.rolf.name)).toContainEqual({
    kind: 'confirmed',
    chips: 1,
    number: chip.number,
  });
  await undoCorrection(asReviewer(at), at.rolf, chip.id, id);
  expect(await reviewed(at.rolf.userId)).toBe(before);
});
