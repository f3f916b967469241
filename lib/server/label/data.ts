import type { Labelling } from '@/generated/prisma/client';
import type { ChipStatus } from '@/generated/prisma/enums';
import { AppError } from '@/lib/server/app-error';
import type { ChipKey } from '@/lib/domain/chip/schema';
import { codeOfClass } from '@/lib/domain/label/cell-code';
import type { LabellingView } from '@/lib/domain/label/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import type { Db } from '@/lib/server/db/client';
import { db } from '@/lib/server/db/client';
import type { LabellingKey } from '@/lib/server/label/mutations';

/** What labelling needs to know of a chip. */
export interface LabelChip {
  id: string;
  number: number;
  rows: number;
  cols: number;
  status: ChipStatus;
}

/** A chip of the project by id or number. @throws AppError `not_found` */
export async function findLabelChip(scope: ProjectScope, key: ChipKey): Promise<LabelChip> {
  const chip = await db().chip.findFirst({
    where: {
      projectId: scope.projectId,
      ...(typeof key === 'number' ? { number: key } : { id: key }),
    },
    select: { id: true, number: true, rows: true, cols: true, status: true },
  });
  if (!chip) throw new AppError('not_found', 'chip.missingHere');
  return chip;
}

/** A labelling as it is now; all unlabelled at revision 0 where nobody saved yet. */
export async function readLabelling(chip: LabelChip, key: LabellingKey): Promise<LabellingView> {
  const labelling = await db().labelling.findFirst({
    where: { chipId: key.chipId, kind: key.kind, userId: key.userId },
  });
  return toLabellingView(chip, labelling);
}

/** A labelling's row as pages load it; null is a labelling that nobody saved yet. */
export function toLabellingView(
  chip: { id: string; rows: number; cols: number },
  labelling: Labelling | null,
): LabellingView {
  return {
    chipId: chip.id,
    cells: Buffer.from(labelling?.cells ?? new Uint8Array(chip.rows * chip.cols)).toString(
      'base64',
    ),
    revision: labelling?.revision ?? 0,
    status: labelling?.status ?? 'IN_PROGRESS',
    returnReason: labelling?.returnReason ?? null,
    updatedAt: labelling?.updatedAt.toISOString() ?? null,
  };
}

/** Ids of the project's chips by number; numbers that it does not have are missing. */
export async function chipsByNumber(
  scope: ProjectScope,
  numbers: readonly number[],
): Promise<Map<number, string>> {
  const rows = await db().chip.findMany({
    where: { projectId: scope.projectId, number: { in: [...numbers] } },
    select: { id: true, number: true },
  });
  return new Map(rows.map((row) => [row.number, row.id]));
}

/** Codes of the project's classes that may be given to cells: those that are not archived. */
export async function openClassCodes(scope: ProjectScope): Promise<Set<number>> {
  const classes = await db().labelClass.findMany({
    where: { projectId: scope.projectId, archivedAt: null },
    select: { index: true },
  });
  return new Set(classes.map((c) => codeOfClass(c.index)));
}

/** Who last set each of these cells of a labelling, and when. Cells without an event (imported) are absent. */
export async function lastSetters(
  client: Db,
  labellingId: string,
  cells: readonly number[],
): Promise<Map<number, { userId: string; name: string; at: Date }>> {
  const rows = await client.$queryRaw<{ cell: number; userId: string; name: string; at: Date }[]>`
    SELECT DISTINCT ON (e."cell") e."cell", e."at", u."id" AS "userId", u."name"
    FROM "LabelEvent" e JOIN "User" u ON u."id" = e."actorId"
    WHERE e."labellingId" = ${labellingId}::uuid AND e."cell" = ANY (${[...cells]}::int[])
    ORDER BY e."cell", e."id" DESC`;
  return new Map(rows.map(({ cell, ...who }) => [cell, who]));
}

/** Rebuilds a labelling from its events alone. */
export async function rebuildLabelling(labellingId: string, size: number): Promise<Uint8Array> {
  const events = await db().labelEvent.findMany({
    where: { labellingId, kind: { in: ['SEED', 'CELL'] } },
    orderBy: { id: 'asc' },
    select: { kind: true, seed: true, cell: true, after: true },
  });
  let cells = new Uint8Array(size);
  for (const event of events) {
    if (event.kind === 'SEED' && event.seed) cells = Uint8Array.from(event.seed);
    else if (event.cell !== null && event.after !== null) cells[event.cell] = event.after;
  }
  return cells;
}
