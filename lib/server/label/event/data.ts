import { db } from '@/lib/server/db/client';
import type { Tx } from '@/lib/server/label/labelling/mutations';

/** Who last set each of these cells of a labelling, and when. Cells without a change (imported) are absent. */
export async function lastSetters(
  tx: Tx | null,
  labellingId: string,
  cells: readonly number[],
): Promise<Map<number, { userId: string; name: string; at: Date }>> {
  const rows = await (tx ?? db()).$queryRaw<
    { cell: number; userId: string; name: string; at: Date }[]
  >`
    SELECT DISTINCT ON (e."cell") e."cell", e."at", u."id" AS "userId", u."name"
    FROM "LabelChange" e JOIN "User" u ON u."id" = e."actorId"
    WHERE e."labellingId" = ${labellingId}::uuid AND e."cell" = ANY (${[...cells]}::int[])
    ORDER BY e."cell", e."eventId" DESC, e."place" DESC`;
  return new Map(rows.map(({ cell, ...who }) => [cell, who]));
}

/** Whether a submit with this id has been taken. */
export async function isSubmitted(tx: Tx, labellingId: string, submitId: string): Promise<boolean> {
  const found = await tx.labelEvent.findFirst({
    where: { labellingId, kind: 'SUBMIT', saveId: submitId },
    select: { id: true },
  });
  return found !== null;
}

/** Rebuilds a labelling of so many cells from its events alone. */
export async function rebuildLabelling(labellingId: string, size: number): Promise<Uint8Array> {
  const events = await db().labelEvent.findMany({
    where: { labellingId, kind: { in: ['SEED', 'SAVE'] } },
    orderBy: { id: 'asc' },
    select: { seed: true, cells: true, after: true },
  });
  let cells = new Uint8Array(size);
  for (const { seed, ...changes } of events) {
    if (seed) cells = Uint8Array.from(seed);
    for (const [i, cell] of changes.cells.entries()) cells[cell] = changes.after[i] ?? 0;
  }
  return cells;
}
