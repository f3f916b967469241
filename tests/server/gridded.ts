import type { Asset, Chip, Prisma } from '@/generated/prisma/client';
import { newId } from '@/lib/core/ids';
import { lattice } from '@/lib/domain/grid/lattice';
import { db } from '@/lib/server/db/client';
import { createAsset } from './factories';
import type { TestProject } from './factories';

/** An asset of any size with all chips of its grid, as the worker would cut them; the pictures themselves are not made. */
export async function createGriddedAsset(
  project: TestProject,
  size: { width: number; height: number },
  values: Partial<Prisma.AssetUncheckedCreateInput> = {},
): Promise<{ asset: Asset; chips: Chip[] }> {
  const asset = await createAsset(project, { width: 16, height: 16 });
  const sized = await db().asset.update({ where: { id: asset.id }, data: { ...size, ...values } });
  const cellPx = project.cellPx ?? 8;
  const taken = await db().chip.count({ where: { projectId: project.id } });
  const windows = lattice({ ...size, cellPx, rows: project.rows, cols: project.cols });
  await db().chip.createMany({
    data: windows.map((window, i) => ({
      ...window,
      id: newId(),
      projectId: project.id,
      assetId: asset.id,
      number: taken + i + 1,
      cellPx,
      imageSha: asset.sha256,
      mediaType: 'image/jpeg',
      block: `${asset.id}:${String(i)}`,
      split: 'TRAIN' as const,
    })),
  });
  const chips = await db().chip.findMany({
    where: { assetId: asset.id },
    orderBy: { number: 'asc' },
  });
  return { asset: sized, chips };
}
