import { beforeAll, expect, test } from 'vitest';
import type { Chip } from '@/generated/prisma/client';
import { ReviewQuery } from '@/lib/domain/review/schema';
import type { Person } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';
import { myLabelling } from '@/lib/server/label/labelling/mine';
import { saveLabelling } from '@/lib/server/label/save/save';
import { listReview } from '@/lib/server/review/list';
import { reopenReview } from '@/lib/server/review/reopen';
import { saveReview } from '@/lib/server/review/save';
import { returnReview } from '@/lib/server/review/verdict/verdict';
import { reviewChip } from '@/lib/server/review/view';
import { freezeSnapshot } from '@/lib/server/snapshot/freeze';
import {
  CROWN,
  SHRUB,
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
import { asOwner } from '@/tests/server/owner';

let at: Setting;
beforeAll(async () => {
  at = await setting();
});

/** A chip that Ada labelled and in which Rita corrected a cell: it waits. */
async function corrected(): Promise<Chip> {
  const chip = await oneChip(at.project);
  await label(at, at.ada, chip, [1, 1, 1, 1]);
  await saveReview(
    asReviewer(at),
    at.rita,
    chip.id,
    save(0, changesOf([CROWN, 1, 1, 1], [1, 1, 1, 1])),
  );
  return chip;
}

/** All that a verdict changes and its undoing must bring back; revisions go on. */
async function stateOf(chip: Chip) {
  const where = { chipId: chip.id };
  const labellings = await db().labelling.findMany({ where, orderBy: { kind: 'asc' } });
  return {
    chip: await db().chip.findUniqueOrThrow({
      where: { id: chip.id },
      select: { status: true, confirmedAt: true, confirmedById: true },
    }),
    labellings: labellings.map(({ kind, cells, status, returnReason, submittedAt }) => ({
      ...{ kind, cells: [...cells], status, returnReason, submittedAt },
    })),
    waiting: await db().waitingChip.findUnique({
      where,
      select: { number: true, waitingSince: true, score: true, versionId: true },
    }),
    agreements: await db().labelAgreement.count({ where }),
    confirmed: await db().confirmedChip.count({ where }),
    sums: await sumsOf(),
    draft: cellsOf((await reviewChip(at.project.scope, chip.id)).consensus.cells),
  };
}

async function sumsOf() {
  const projectId = at.project.id;
  const by = ['outcome', 'split', 'code'] as const;
  const sums = await db().confirmedCount.groupBy({
    by: [...by],
    where: { projectId },
    _sum: { chips: true, cells: true },
  });
  const statuses = await db().projectChipCount.groupBy({
    by: ['status'],
    where: { projectId },
    _sum: { chips: true },
  });
  return [...sums, ...statuses]
    .filter(({ _sum }) => Object.values(_sum).some((sum) => Number(sum) !== 0))
    .map((row) =>
      JSON.stringify(row, (_, value: unknown) =>
        typeof value === 'bigint' ? Number(value) : value,
      ),
    )
    .sort();
}

test('undone, an accepted chip waits as it did, and a snapshot made in between keeps it', async () => {
  const chip = await corrected();
  const before = await stateOf(chip);
  await confirm(at, chip, at.rita);
  const snapshot = await freezeSnapshot(at.project.scope, null);
  await reopenReview(asReviewer(at), at.rita, chip.id);
  expect(await stateOf(chip)).toEqual(before);
  expect(
    await db().snapshot.findFirstOrThrow({ where: { projectId: at.project.id } }),
  ).toMatchObject({
    number: snapshot.number,
    chips: 1,
  });
});

test('undone, a returned chip waits as it did, in its place, and its labeler is not asked to correct it', async () => {
  const [chip, behind] = [await corrected(), await corrected()];
  const order = async () => {
    const { items } = await listReview(at.project.scope, ReviewQuery.parse({ order: 'oldest' }));
    return items.map((item) => item.chip.id).filter((id) => [chip.id, behind.id].includes(id));
  };
  const before = await stateOf(chip);
  await returnReview(asReviewer(at), at.rita, chip.id, 'Look again.');
  expect(await order()).toEqual([behind.id]);
  await reopenReview(asReviewer(at), at.rita, chip.id);
  expect(await stateOf(chip)).toEqual(before);
  expect(await order()).toEqual([chip.id, behind.id]);
  expect(await myLabelling(at.project.scope, at.ada, chip.id)).toMatchObject({
    status: 'SUBMITTED',
    returnReason: null,
  });
  // what the reviewer set before counts as if it had never been returned
  await label(at, at.ada, chip, [SHRUB, SHRUB, 1, 1]);
  const draft = (await reviewChip(at.project.scope, chip.id)).consensus.cells;
  expect(cellsOf(draft)).toEqual([CROWN, SHRUB, 1, 1]);
});

test('a returned chip that its labeler has gone on with is not taken away', async () => {
  const chip = await corrected();
  await returnReview(asReviewer(at), at.rita, chip.id, 'Look again.');
  const { revision } = await myLabelling(at.project.scope, at.ada, chip.id);
  await saveLabelling(at.project.scope, at.ada, chip.id, save(revision, changesOf([SHRUB], [1])));
  await expect(reopenReview(asReviewer(at), at.rita, chip.id)).rejects.toMatchObject({
    code: 'not_ready',
    text: { key: 'review.wentOn', values: { name: at.ada.name } },
  });
  expect(await myLabelling(at.project.scope, at.ada, chip.id)).toMatchObject({
    status: 'RETURNED',
  });
});

test('reviewers undo their own verdicts of the last day, admins all; a second undo finds nothing', async () => {
  const chip = await corrected();
  const undo = (scope: Setting['project']['scope'], person: Person) =>
    reopenReview(scope, person, chip.id);
  await expect(undo(asReviewer(at), at.rita)).rejects.toMatchObject({ code: 'not_ready' });
  await confirm(at, chip, at.rita);
  const mayUndo = async (person: Person) =>
    (await reviewChip(asReviewer(at), chip.id, person)).canUndo;
  expect([await mayUndo(at.rita), await mayUndo(at.rolf)]).toEqual([true, false]);
  await expect(undo(asReviewer(at), at.rolf)).rejects.toMatchObject({ code: 'forbidden' });
  await undo(at.project.scope, at.rolf);
  await expect(undo(at.project.scope, at.rolf)).rejects.toMatchObject({ code: 'not_ready' });

  await confirm(at, chip, at.rita);
  // events cannot be changed: the day passes by writing an older one's time without its trigger
  await asOwner(`BEGIN;
    SET LOCAL session_replication_role = replica;
    UPDATE "LabelEvent" SET "at" = "at" - interval '25 hours'
      WHERE "labellingId" IN (SELECT "id" FROM "Labelling" WHERE "chipId" = '${chip.id}');
    COMMIT`);
  expect(await mayUndo(at.rita)).toBe(false);
  await expect(undo(asReviewer(at), at.rita)).rejects.toMatchObject({ code: 'forbidden' });
});

test('an undone verdict is no returned chip on the overview', async () => {
  const chip = await corrected();
  const returned = () =>
    db().dailyWork.aggregate({
      where: { projectId: at.project.id, userId: at.rita.userId, kind: 'RETURN' },
      _sum: { chips: true },
    });
  const before = await returned();
  await confirm(at, chip, at.rita);
  await reopenReview(asReviewer(at), at.rita, chip.id);
  expect(await returned()).toEqual(before);
});
