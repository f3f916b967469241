import { Prisma } from '@/generated/prisma/client';
import type { ChipStatus, LabellingStatus } from '@/generated/prisma/enums';
import type { ChipKey } from '@/lib/domain/chip/schema';
import type { ProjectScope } from '@/lib/server/auth/project-scope';
import { statement } from '@/lib/server/db/client';
import type { Tx } from '@/lib/server/label/labelling/mutations';

/** All that a save is decided on, as one statement saw it. */
export interface SaveState {
  chipId: string;
  status: ChipStatus;
  rows: number;
  cols: number;
  /** indices of the project's classes that may be given to cells: those that are not archived */
  classes: number[];
  /** null while nobody saved yet */
  labellingId: string | null;
  cells: Uint8Array | null;
  revision: number | null;
  labellingStatus: LabellingStatus | null;
  /** cells that a save with this id has set already */
  done: number[];
  /** the person sees no proposals on this chip before they submit it */
  control: boolean;
  /** it came to them as ground truth: what they label is kept apart */
  truth: boolean;
}

/** Reads it for a person's own labelling; null where the project has no such chip. */
export async function readSaveState(
  tx: Tx | null,
  scope: ProjectScope,
  key: ChipKey,
  { userId, saveId }: { userId: string; saveId: string },
): Promise<SaveState | null> {
  const byNumber = typeof key === 'number';
  const [state] = await statement<SaveState>(
    tx,
    byNumber ? 'save-state-by-number' : 'save-state-by-id',
    Prisma.sql`
    SELECT c."id" AS "chipId", c."status"::text AS "status", c."rows", c."cols",
      ARRAY(SELECT k."index" FROM "LabelClass" k WHERE k."projectId" = c."projectId" AND k."archivedAt" IS NULL) AS "classes",
      l."id" AS "labellingId", l."cells", l."revision", l."status"::text AS "labellingStatus",
      ARRAY(SELECT unnest(e."cells") FROM "LabelEvent" e WHERE e."labellingId" = l."id" AND e."saveId" = ${saveId}::uuid) AS "done",
      l."submittedAt" IS NULL AND EXISTS (
        SELECT 1 FROM "Assignment" a WHERE a."chipId" = c."id" AND a."userId" = ${userId}::uuid AND a."control") AS "control",
      EXISTS (SELECT 1 FROM "GroundTruthLabelling" g WHERE g."chipId" = c."id" AND g."userId" = ${userId}::uuid) AS "truth"
    FROM "Chip" c
    LEFT JOIN "Labelling" l ON l."chipId" = c."id" AND l."userId" = ${userId}::uuid AND l."kind" = 'PERSON'
    WHERE c."projectId" = ${scope.projectId}::uuid
      AND ${byNumber ? Prisma.sql`c."number" = ${key}::int` : Prisma.sql`c."id" = ${key}::uuid`}`,
  );
  return state ?? null;
}

/** Cells that a save with this id has already set in the labelling. */
export async function cellsOfSave(
  tx: Tx | null,
  labellingId: string,
  saveId: string,
): Promise<Set<number>> {
  const rows = await statement<{ cell: number }>(
    tx,
    'cells-of-save',
    Prisma.sql`SELECT unnest("cells") AS "cell" FROM "LabelEvent"
      WHERE "labellingId" = ${labellingId}::uuid AND "saveId" = ${saveId}::uuid`,
  );
  return new Set(rows.map((row) => row.cell));
}

/** Indices of the project's classes that may be given to cells: those that are not archived. */
export async function openClasses(tx: Tx | null, scope: ProjectScope): Promise<number[]> {
  const rows = await statement<{ index: number }>(
    tx,
    'open-classes',
    Prisma.sql`SELECT "index" FROM "LabelClass" WHERE "projectId" = ${scope.projectId}::uuid AND "archivedAt" IS NULL`,
  );
  return rows.map((row) => row.index);
}
