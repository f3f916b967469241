import { expect, test } from 'vitest';
import { db } from '@/lib/server/db/client';
import { objectBytes } from '@/lib/server/objects/store';
import { createChips, createLabelling, createMember, createProject } from './factories';
import { asOwner } from '@/tests/server/owner';

test('factories make rows that hang together, with pictures in the store', async () => {
  const project = await createProject();
  const person = await createMember(project, 'LABELER');
  const chips = await createChips(project, 2, { status: 'CONFIRMED' });
  for (const chip of chips) {
    expect(await objectBytes(chip.imageSha)).toBeGreaterThan(100);
    await createLabelling(chip, { cells: Array(16).fill(1) as number[] });
    await createLabelling(chip, { cells: Array(16).fill(16) as number[], user: person });
  }
  expect(new Set(chips.map((c) => c.imageSha)).size).toBe(2);
  expect(chips.map((c) => c.number)).toEqual([1, 2]);
  expect(project.scope).toEqual({
    projectId: project.id,
    slug: project.slug,
    name: project.name,
    role: 'ADMIN',
    archived: false,
  });
});

test('the database refuses what no code may do', async () => {
  const project = await createProject();
  const [chip] = await createChips(project, 1);
  if (!chip) throw new Error('no chip');
  const cells = Array(16).fill(1) as number[];
  const { id } = await createLabelling(chip, { cells });

  await expect(createLabelling(chip, { cells })).rejects.toThrow();
  await expect(
    createLabelling(chip, {
      cells,
      kind: 'CONSENSUS',
      user: await createMember(project, 'LABELER'),
    }),
  ).rejects.toThrow(/Labelling_user_by_kind/);
  for (const change of [
    `DELETE FROM "LabelEvent" WHERE "labellingId" = '${id}'`,
    `UPDATE "LabelEvent" SET "note" = 'x' WHERE "labellingId" = '${id}'`,
    `TRUNCATE "LabelEvent"`,
  ]) {
    await expect(db().$executeRawUnsafe(change)).rejects.toThrow(/permission denied/);
    await expect(asOwner(change)).rejects.toThrow(/append-only/);
  }
  await expect(createProject({ cellPx: 8, cellM: 2 })).rejects.toThrow(/Project_one_cell_size/);
  expect(await db().labelEvent.count({ where: { labellingId: id } })).toBe(1);
});
