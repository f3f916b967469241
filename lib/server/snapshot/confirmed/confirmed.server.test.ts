import { expect, test } from 'vitest';
import examples from '@/lib/contracts/examples/cell-codes.json';
import { db } from '@/lib/server/db/client';
import { readConfirmed } from '@/lib/server/snapshot/confirmed/data';
import { compactConfirmedCounts } from '@/lib/server/snapshot/confirmed/mutations';
import { freezeSnapshot, previewSnapshot } from '@/lib/server/snapshot/freeze';
import { createChips, createLabelling, createProject } from '@/tests/server/factories';
import { asOwner } from '@/tests/server/owner';

const labels = (...codes: number[]) => Array.from({ length: 16 }, (_, i) => codes[i] ?? 0);

test('what a snapshot would hold follows every change of confirmed chips and is what the walk counts', async () => {
  const project = await createProject();
  const chips = await createChips(project, 4, { status: 'SUBMITTED' });
  const [a, b, c, d] = chips;
  if (!a || !b || !c || !d) throw new Error('no chips');
  const own = await createLabelling(a, { cells: labels(1, 16, 2) });
  await createLabelling(b, { cells: labels(17, 17) });
  await createLabelling(c, { cells: labels(2) });
  const confirm = (...ids: string[]) =>
    db().chip.updateMany({ where: { id: { in: ids } }, data: { status: 'CONFIRMED' } });
  expect(await readConfirmed(project.scope.projectId)).toEqual([]);
  await confirm(...chips.map((chip) => chip.id));
  const first = await freezeSnapshot(project.scope, null);
  const same = async () => {
    const { chips: n, cells, summary, same: number } = await previewSnapshot(project.scope);
    return { n, cells, summary, number };
  };
  const { chips: n, cells, summary } = first;
  expect(n).toBe(2);
  expect(await same()).toEqual({ n, cells, summary, number: 1 });

  // an import sets other labels on a confirmed chip, and sets them back
  const set = (...codes: number[]) =>
    db().labelling.update({
      where: { id: own.id },
      data: { cells: Uint8Array.from(labels(...codes)) },
    });
  await set(16, 16, 16);
  expect(await same()).toMatchObject({ cells: cells + 1, number: null });
  await set(1, 16, 2);
  expect(await same()).toEqual({ n, cells, summary, number: 1 });

  await db().chip.updateMany({ where: { id: b.id }, data: { status: 'SUBMITTED' } });
  expect(await same()).toMatchObject({ n: 1, number: null });
  await confirm(b.id);
  await db().chip.update({ where: { id: b.id }, data: { imageSha: 'f'.repeat(64) } });
  expect(await same()).toMatchObject({ n: 2, number: null });
  const before = await readConfirmed(project.scope.projectId);
  await compactConfirmedCounts();
  const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
  expect(sorted(await readConfirmed(project.scope.projectId))).toEqual(sorted(before));
  await asOwner(`SELECT "rebuild_confirmed_counts"()`);
  expect(sorted(await readConfirmed(project.scope.projectId))).toEqual(sorted(before));

  await db().chip.delete({ where: { id: d.id } });
  const left = await readConfirmed(project.scope.projectId);
  expect(left.some((row) => row.outcome === 'NO_CONSENSUS')).toBe(false);
});

test('the database counts a chip in by the one rule of which cells train', async () => {
  const project = await createProject();
  const chips = await createChips(project, examples.codes.length, { status: 'SUBMITTED' });
  for (const [i, { code }] of examples.codes.entries()) {
    const chip = chips[i];
    if (chip) await createLabelling(chip, { cells: labels(0, code) });
  }
  await db().chip.updateMany({
    where: { projectId: project.scope.projectId },
    data: { status: 'CONFIRMED' },
  });
  const rows = await db().confirmedChip.findMany({
    where: { projectId: project.scope.projectId },
  });
  const outcomes = new Map(rows.map((row) => [row.chipId, row.outcome]));
  expect(chips.map((chip) => outcomes.get(chip.id))).toEqual(
    examples.codes.map(({ trainable }) => (trainable ? 'IN' : 'UNDECIDED')),
  );
});
