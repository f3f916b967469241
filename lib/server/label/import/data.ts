import type { ClassView } from '@/lib/domain/class/schema';
import { Georeference } from '@/lib/domain/asset/schema';
import type { PlacedChip } from '@/lib/domain/label/locate';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { listClasses } from '@/lib/server/class/data';
import { db } from '@/lib/server/db/client';

/** An asset as an import looks for it. */
export interface NamedAsset {
  id: string;
  name: string;
  sha256: string;
  width: number;
  height: number;
  georef: Georeference | null;
}

/** All assets of a project: a file names them in any order. */
export async function listNamedAssets(scope: ProjectScope): Promise<NamedAsset[]> {
  const rows = await db().asset.findMany({
    where: { projectId: scope.projectId },
    orderBy: { importedAt: 'asc' },
    select: { id: true, name: true, sha256: true, width: true, height: true, georef: true },
  });
  return rows.map((row) => ({ ...row, georef: Georeference.nullable().parse(row.georef) }));
}

/** The chips of one asset. */
export async function listPlacedChips(assetId: string): Promise<PlacedChip[]> {
  return await db().chip.findMany({
    where: { assetId },
    select: {
      id: true,
      gridRow: true,
      gridCol: true,
      x: true,
      y: true,
      width: true,
      height: true,
      rows: true,
      cols: true,
      cellPx: true,
    },
  });
}

/** The project's classes for files, by name in lower case; an archived one only where no other has the name. */
export async function classesByName(scope: ProjectScope): Promise<Map<string, ClassView>> {
  const classes = await listClasses(scope);
  const archivedFirst = classes.toSorted(
    (a, b) => Number(a.archivedAt === null) - Number(b.archivedAt === null),
  );
  return new Map(archivedFirst.map((c) => [c.name.trim().toLowerCase(), c]));
}
