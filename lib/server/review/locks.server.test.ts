// People at one chip at once: who holds which rows first, and what becomes of whom the database ends in favour of another.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Chip } from '@/generated/prisma/client';
import { newId } from '@/lib/core/ids';
import { db } from '@/lib/server/db/client';
import { ownLabelling } from '@/lib/server/label/labelling/data';
import { inTransaction, lockLabelling } from '@/lib/server/label/labelling/mutations';
import { saveLabelling } from '@/lib/server/label/save/save';
import { submitLabelling } from '@/lib/server/label/submit/submit';
import { lockReview } from '@/lib/server/review/consensus';
import { lockChip } from '@/lib/server/review/mutations';
import { saveReview } from '@/lib/server/review/save';
import { createChips } from '@/tests/server/factories';
import { CROWN, SHRUB, changesOf, label, save, setting } from '@/tests/server/review';
import type { Setting } from '@/tests/server/review';

/** Somebody else at the database, who is in the way for a moment. */
const other = new pg.Client({ connectionString: process.env['DATABASE_URL'] });

let at: Setting;
/** Ada has submitted it, Ben has begun it. */
let chip: Chip;
let second: Chip;
let revision: number;

beforeAll(() => other.connect());
afterAll(() => other.end());
beforeEach(async () => {
  at = await setting();
  [chip, second] = (await createChips(at.project, 2)) as [Chip, Chip];
  await label(at, at.ada, chip, [CROWN, 1, 1, 1]);
  const begun = save(0, changesOf([1, CROWN, 1, 1]));
  ({ revision } = await saveLabelling(at.project.scope, at.ben, chip.id, begun));
});

/** Once so many sessions wait for a lock. */
async function waiting(sessions: number): Promise<void> {
  await vi.waitUntil(
    async () => {
      const rows = await db().$queryRaw<{ n: number }[]>`
        SELECT count(DISTINCT pid)::int AS n FROM pg_locks WHERE NOT granted
          AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())`;
      return rows[0]?.n === sessions;
    },
    { timeout: 5000, interval: 10 },
  );
}

test('a submit beside the first act of a reviewer: both are done', async () => {
  await other.query('BEGIN');
  await other.query(`SELECT 1 FROM "Labelling" WHERE "chipId" = $1 AND "userId" = $2 FOR UPDATE`, [
    chip.id,
    at.ben.userId,
  ]);
  const submitted = submitLabelling(at.project.scope, at.ben, chip.id, {
    ...{ submitId: newId(), revision, openedMs: 1, proposals: null },
  });
  await waiting(1);
  const reviewed = saveReview(
    at.project.scope,
    at.rita,
    chip.id,
    save(0, [{ cell: 3, before: 1, after: SHRUB, source: 'hand', shown: null }]),
  );
  await waiting(2);
  await other.query('COMMIT');
  expect(await submitted).toMatchObject({ status: 'SUBMITTED' });
  expect(await reviewed).toMatchObject({ applied: [3] });
});

test('whoever holds a labelling gets its chip while a reviewer waits for the labelling, and neither begins again', async () => {
  let begins = 0;
  let reviewed: Promise<unknown> | undefined;
  await inTransaction(async (tx) => {
    begins += 1;
    await lockLabelling(tx, ownLabelling(chip.id, at.ben), 4);
    reviewed ??= inTransaction(async (theirs) => {
      begins += 1;
      await lockReview(theirs, { id: chip.id, rows: 2, cols: 2 });
    });
    await waiting(1);
    await lockChip(tx, chip.id);
  });
  await reviewed;
  expect(begins).toBe(2);
});

test('of two who wait for each other one begins again, and both are done', async () => {
  let begins = 0;
  let met = 0;
  const take = (own: Chip, theirs: Chip, draw: number) =>
    inTransaction(async (tx) => {
      begins += 1;
      await tx.chip.update({ where: { id: own.id }, data: { draw }, select: { id: true } });
      met += 1;
      await vi.waitUntil(() => met >= 2, { timeout: 5000 });
      await lockChip(tx, theirs.id);
    });
  await Promise.all([take(chip, second, 0.25), take(second, chip, 0.75)]);
  expect(begins).toBe(3);
  const rows = await db().chip.findMany({
    where: { id: { in: [chip.id, second.id] } },
    orderBy: { number: 'asc' },
  });
  expect(rows.map(({ draw }) => draw)).toEqual([0.25, 0.75]);
});
