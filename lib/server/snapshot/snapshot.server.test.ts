import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { db } from '@/lib/server/db/client';
import { readWhole } from '@/lib/server/model/package';
import { freezeSnapshot, previewSnapshot } from '@/lib/server/snapshot/freeze';
import { cellsOf, openDataset } from '@/lib/server/snapshot/read';
import {
  createChips,
  createLabelling,
  createMember,
  createProject,
} from '@/tests/server/factories';
import { sha256Of } from '@/tests/server/runner';
import { asOwner } from '@/tests/server/owner';

const labelling = (...codes: number[]) => Array.from({ length: 16 }, (_, i) => codes[i] ?? 0);

async function mixedProject() {
  const project = await createProject();
  const [a, b, c, empty, bare, misfit] = await createChips(project, 6, { status: 'CONFIRMED' });
  const [test] = await createChips(project, 1, { status: 'CONFIRMED', split: 'TEST' });
  if (!a || !b || !c || !empty || !bare || !misfit || !test) throw new Error('no chips');
  // written out of order: the order of the file is that of the chips' numbers
  await createLabelling(c, { cells: labelling(16, 17, 1) });
  await createLabelling(a, { cells: labelling(1, 16, 2, 3, 1) });
  await createLabelling(b, { cells: labelling(16) });
  await createLabelling(empty, { cells: labelling(0, 2, 3) });
  await createLabelling(misfit, { cells: [1, 1] });
  await createLabelling(test, { cells: labelling(1, 1) });
  await createChips(project, 2, { status: 'SUBMITTED' });
  await createChips(project, 1, { status: 'RETURNED' });
  await createChips(project, 3);
  // one person's own labelling never gets in
  const person = await createMember(project, 'LABELER');
  await createLabelling(bare, { cells: labelling(16, 16), user: person });
  return { project, first: a };
}

test('a snapshot holds the reviewed labels of confirmed chips, and says what it leaves out', async () => {
  const { project } = await mixedProject();
  const preview = await previewSnapshot(project.scope);
  expect(preview).toEqual({
    chips: 4,
    cells: 9,
    same: null,
    summary: {
      splits: {
        train: { chips: 3, cells: 7 },
        calibration: { chips: 0, cells: 0 },
        test: { chips: 1, cells: 2 },
      },
      classes: [
        { code: 1, name: 'absent', cells: { train: 3, calibration: 0, test: 2 } },
        { code: 16, name: 'Crown', cells: { train: 3, calibration: 0, test: 0 } },
        { code: 17, name: 'Shrub', cells: { train: 1, calibration: 0, test: 0 } },
      ],
      leftOut: {
        chips: expect.arrayContaining([
          { reason: 'untouched', chips: 3 },
          { reason: 'submitted', chips: 2 },
          { reason: 'returned', chips: 1 },
          { reason: 'undecided', chips: 1 },
          { reason: 'noConsensus', chips: 1 },
          { reason: 'misfit', chips: 1 },
        ]) as unknown,
        cells: { unlabelled: 53, unsure: 1, unusable: 1 },
      },
    },
  });

  const snapshot = await freezeSnapshot(project.scope, null);
  expect(snapshot).toMatchObject({ number: 1, created: true, chips: 4, cells: 9 });
  expect(snapshot.summary).toEqual(preview.summary);
  const { header, chips } = await openDataset(snapshot.sha256);
  expect(header.classes.map((c) => [c.code, c.name])).toEqual([
    [16, 'Crown'],
    [17, 'Shrub'],
  ]);
  const read = [];
  for await (const chip of chips) read.push([chip.number, chip.split, [...cellsOf(chip)]]);
  expect(read).toEqual([
    [1, 'train', labelling(1, 16, 2, 3, 1)],
    [2, 'train', labelling(16)],
    [3, 'train', labelling(16, 17, 1)],
    [7, 'test', labelling(1, 1)],
  ]);
});

test('the same labels give the same bytes and the same snapshot, also when frozen at once', async () => {
  const { project, first } = await mixedProject();
  const made = await Promise.all([1, 2, 3].map(() => freezeSnapshot(project.scope, null)));
  expect(new Set(made.map((s) => s.id)).size).toBe(1);
  expect(made.filter((s) => s.created)).toHaveLength(1);
  const [one] = made;
  if (!one) throw new Error('no snapshot');
  expect(sha256Of(await readWhole(one.sha256))).toBe(one.sha256);
  expect((await previewSnapshot(project.scope)).same).toBe(1);

  await db().labelling.updateMany({
    where: { chipId: first.id, kind: 'CONSENSUS' },
    data: { cells: Uint8Array.from(labelling(16, 16)) },
  });
  const next = await freezeSnapshot(project.scope, null);
  expect(next).toMatchObject({ number: 2, created: true });
  // what was frozen does not move
  expect(sha256Of(await readWhole(one.sha256))).toBe(one.sha256);
  await db().labelling.updateMany({
    where: { chipId: first.id, kind: 'CONSENSUS' },
    data: { cells: Uint8Array.from(labelling(1, 16, 2, 3, 1)) },
  });
  expect(await freezeSnapshot(project.scope, null)).toMatchObject({ number: 1, created: false });
});

test('more chips than one read: all of them, once, in order', async () => {
  const project = await createProject();
  const [pattern] = await createChips(project, 1, { status: 'CONFIRMED' });
  if (!pattern) throw new Error('no chip');
  await db().$executeRaw`
    INSERT INTO "Chip" ("id", "projectId", "assetId", "number", "gridRow", "gridCol", "x", "y", "width", "height", "rows", "cols",
      "cellPx", "imageSha", "mediaType", "block", "split", "status")
    SELECT gen_random_uuid(), "projectId", "assetId", n, n, 0, 0, 0, "width", "height", "rows", "cols", "cellPx", "imageSha",
      "mediaType", "block", "split", "status" FROM "Chip", generate_series(2, 1203) n WHERE "id" = ${pattern.id}::uuid`;
  await db().$executeRaw`
    INSERT INTO "Labelling" ("id", "chipId", "kind", "cells", "status")
    SELECT gen_random_uuid(), "id", 'CONSENSUS', decode(repeat('01', 16), 'hex'), 'ACCEPTED' FROM "Chip"
    WHERE "projectId" = ${project.id}::uuid`;
  const snapshot = await freezeSnapshot(project.scope, null);
  expect(snapshot.chips).toBe(1203);
  const numbers: number[] = [];
  for await (const chip of (await openDataset(snapshot.sha256)).chips) numbers.push(chip.number);
  expect(numbers).toEqual(Array.from({ length: 1203 }, (_, i) => i + 1));
});

test('nothing confirmed: no snapshot, in words', async () => {
  const project = await createProject();
  await createChips(project, 1, { status: 'SUBMITTED' });
  await expect(freezeSnapshot(project.scope, null)).rejects.toMatchObject({
    code: 'not_ready',
    message: expect.stringContaining('No confirmed chip has a cell') as unknown,
  });
  expect(await db().snapshot.count({ where: { projectId: project.id } })).toBe(0);
});

test('snapshots of before call cells that nobody labelled by their name now', async () => {
  const { project } = await mixedProject();
  const { number, summary } = await freezeSnapshot(project.scope, null);
  const { unlabelled, ...cells } = summary.leftOut.cells;
  expect(unlabelled).toBe(53);
  const where = { projectId_number: { projectId: project.id, number } };
  await db().snapshot.update({
    where,
    data: {
      summary: {
        ...summary,
        leftOut: { ...summary.leftOut, cells: { ...cells, unseen: unlabelled } },
      },
    },
  });
  const folder = 'prisma/migrations/20261127180500_unlabelled_cells';
  await asOwner(await readFile(`${folder}/migration.sql`, 'utf8'));
  const stored = await db().snapshot.findUniqueOrThrow({ where });
  expect(stored.summary).toEqual(summary);
});
