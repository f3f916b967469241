import { expect, test } from 'vitest';
import { readChipCounts } from '@/lib/server/chip/counts/data';
import { compactChipCounts } from '@/lib/server/chip/counts/mutations';
import { db } from '@/lib/server/db/client';
import { createAsset, createChips, createProject } from '@/tests/server/factories';
import { asOwner } from '@/tests/server/owner';

/** Both tables by key, as they sum up. */
async function stored(): Promise<unknown[]> {
  return [
    await db()
      .$queryRaw`SELECT "projectId", "split", "status", "excluded", sum("chips")::int AS "chips", sum("cells")::int AS "cells"
      FROM "ProjectChipCount" GROUP BY 1, 2, 3, 4 HAVING sum("chips") <> 0 ORDER BY 1, 2, 3, 4`,
    await db()
      .$queryRaw`SELECT "projectId", "assetId", "split", "status", "excluded", sum("chips")::int AS "chips"
      FROM "AssetChipCount" GROUP BY 1, 2, 3, 4, 5 HAVING sum("chips") <> 0 ORDER BY 1, 2, 3, 4, 5`,
  ];
}

test('counts follow every change of a chip, one by one and many at once, and compacting changes none', async () => {
  const project = await createProject();
  const asset = await createAsset(project, { width: 128, height: 32 });
  await createChips(project, 4, { asset });
  await createChips(project, 2, { status: 'SUBMITTED', split: 'TEST' });
  await db().chip.updateMany({
    where: { projectId: project.id, number: { lte: 2 } },
    data: { status: 'CONFIRMED' },
  });
  await db().chip.updateMany({
    where: { projectId: project.id, number: 3 },
    data: { skippedReason: 'cloud' },
  });
  // nothing that is counted
  await db().chip.updateMany({ where: { projectId: project.id }, data: { draw: 0.5 } });
  await db().chip.deleteMany({ where: { projectId: project.id, number: 6 } });

  const own = { projectId: project.id, cells: 16, chips: 1, excluded: false };
  const expected = [
    { ...own, split: 'TRAIN', status: 'CONFIRMED', chips: 2, cells: 32 },
    { ...own, split: 'TRAIN', status: 'UNTOUCHED', excluded: true },
    { ...own, split: 'TRAIN', status: 'UNTOUCHED' },
    { ...own, split: 'TEST', status: 'SUBMITTED' },
  ];
  const counts = await readChipCounts([project.id]);
  expect(counts).toHaveLength(expected.length);
  expect(counts).toEqual(expect.arrayContaining(expected));

  const before = await stored();
  await compactChipCounts();
  expect(await stored()).toEqual(before);
  expect(await db().projectChipCount.count({ where: { projectId: project.id } })).toBe(4);
  await asOwner(`SELECT "rebuild_chip_counts"()`);
  expect(await stored()).toEqual(before);

  await db().asset.delete({ where: { id: asset.id } });
  await compactChipCounts();
  expect(await db().assetChipCount.count({ where: { assetId: asset.id } })).toBe(0);
});

test('cells of a large project go past 2^31', async () => {
  const project = await createProject();
  await createChips(project, 2);
  await db()
    .$executeRaw`UPDATE "Chip" SET "rows" = 40000, "cols" = 40000 WHERE "projectId" = ${project.id}::uuid`;
  expect(await readChipCounts([project.id])).toMatchObject([{ chips: 2, cells: 3_200_000_000 }]);
});
