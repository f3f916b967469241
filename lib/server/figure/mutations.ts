import type { ProjectId } from '@/lib/core/ids';
import { db } from '@/lib/server/db/client';
import type { FigureName } from '@/lib/server/figure/name';
import type { StoredFigure } from '@/lib/server/figure/data';

/** Keeps a figure in place of the one before. */
export async function putFigure(
  projectId: ProjectId,
  name: FigureName,
  { basis, value, ms }: StoredFigure,
): Promise<void> {
  const json = JSON.stringify(value);
  await db().$executeRaw`
    INSERT INTO "StoredFigure" ("projectId", "name", "basis", "value", "ms")
    VALUES (${projectId}::uuid, ${name}, ${basis}, ${json}::jsonb, ${Math.round(ms)})
    ON CONFLICT ("projectId", "name") DO UPDATE SET "basis" = EXCLUDED."basis", "value" = EXCLUDED."value",
      "ms" = EXCLUDED."ms", "at" = now()`;
}
