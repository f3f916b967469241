import { expect, test } from 'vitest';
import { newId } from '@/lib/core/ids';
import { AgreementView } from '@/lib/domain/agreement/schema';
import type { Person } from '@/lib/server/auth/gate';
import { readAgreement } from '@/lib/server/agreement/read';
import { db } from '@/lib/server/db/client';
import { createChips, createLabelling } from '@/tests/server/factories';
import { CROWN, setting } from '@/tests/server/review';
import type { Setting } from '@/tests/server/review';

interface Look {
  first: Person;
  second: Person;
  reason?: 'OVERLAP' | 'ISSUE';
  month?: number;
}

/** Second looks at so many chips, of whose four cells the second person calls one a crown that the first called absent. */
async function looks(at: Setting, count: number, { first, second, ...more }: Look): Promise<void> {
  const chips = await createChips(at.project, count, { status: 'SUBMITTED' });
  for (const chip of chips) {
    await db().secondLook.create({
      data: {
        ...{ id: newId(), projectId: at.project.id, chipId: chip.id },
        ...{ reason: more.reason ?? 'OVERLAP', state: 'DONE' },
        ...{ firstId: first.userId, first: Uint8Array.of(CROWN, 1, 1, 1) },
        ...{ secondId: second.userId, second: Uint8Array.of(CROWN, CROWN, 1, 0) },
        settledAt: new Date(Date.UTC(2026, (more.month ?? 11) - 1, 5)),
      },
    });
  }
}

test('pairs, classes and months are told apart; fewer than 20 chips give a count and no figure', async () => {
  const at = await setting();
  await looks(at, 12, { first: at.ada, second: at.ben, month: 10 });
  await looks(at, 12, { first: at.ben, second: at.ada });
  await looks(at, 3, { first: at.ada, second: at.rita });
  await looks(at, 5, { first: at.ada, second: at.ben, reason: 'ISSUE' });
  const found = AgreementView.parse(await readAgreement(at.project.scope));
  expect(found.same).toMatchObject({ chips: 27, cells: 81 });
  expect(found.same.value).toBeCloseTo(2 / 3, 12);
  // rows are one person's throughout: of 72 cells each says crown in a half
  const [pair, few] = found.pairs;
  expect(pair?.kappa).toMatchObject({ chips: 24, cells: 72 });
  expect(pair?.kappa.value).toBeCloseTo(1 / 3, 12);
  expect([pair?.first.name, pair?.second.name].sort()).toEqual([at.ada.name, at.ben.name].sort());
  expect(few?.kappa).toMatchObject({ value: null, chips: 3, cells: 9 });
  expect(found.classes.map(({ code }) => code)).toEqual([1, CROWN]);
  expect(found.months).toMatchObject([
    { month: '2026-11', alpha: { value: null, chips: 15 } },
    { month: '2026-10', alpha: { value: null, chips: 12 } },
  ]);
  expect(found.alpha).toMatchObject({ chips: 27, cells: 81 });
});

test('a project without second looks has nothing to say', async () => {
  const at = await setting();
  expect(await readAgreement(at.project.scope)).toMatchObject({
    ...{ pairs: [], people: [], classes: [], months: [], waiting: 0 },
    alpha: { value: null, chips: 0, cells: 0 },
  });
});

test('what a person said apart is held against what review confirmed', async () => {
  const at = await setting();
  await looks(at, 24, { first: at.ada, second: at.ben });
  expect((await readAgreement(at.project.scope)).people).toMatchObject([
    { right: { value: null, chips: 0 } },
    { right: { value: null, chips: 0 } },
  ]);
  const chips = await db().chip.findMany({ where: { projectId: at.project.id } });
  for (const chip of chips) await createLabelling(chip, { cells: [CROWN, CROWN, 1, 1] });
  await db().chip.updateMany({
    where: { projectId: at.project.id },
    data: { status: 'CONFIRMED' },
  });
  // Ada misses a crown in each chip; Ben left the last cell, and the rest is right
  expect((await readAgreement(at.project.scope)).people).toMatchObject([
    { person: { userId: at.ada.userId }, right: { value: 0.75, chips: 24, cells: 96 } },
    { person: { userId: at.ben.userId }, right: { value: 1, chips: 24, cells: 72 } },
  ]);
});
