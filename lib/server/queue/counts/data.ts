import type { ProjectId } from '@/lib/core/ids';
import type { QueuePreference } from '@/lib/domain/queue/schema';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';
import { condition } from '@/lib/server/queue/filter/data';
import { isFree, isOpen } from '@/lib/server/queue/open/data';
import type { QueueQuery } from '@/lib/server/queue/open/data';

/** Chips by status: why the queue is empty. */
export async function countQueue(projectId: ProjectId): Promise<{
  total: number;
  untouched: number;
  excluded: number;
  submitted: number;
  confirmed: number;
}> {
  const groups = await db().chip.groupBy({
    by: ['status'],
    where: { projectId },
    _count: { _all: true, skippedReason: true },
  });
  const of = (status: string) => groups.find((g) => g.status === status)?._count;
  return {
    total: groups.reduce((sum, g) => sum + g._count._all, 0),
    untouched: of('UNTOUCHED')?._all ?? 0,
    excluded: of('UNTOUCHED')?.skippedReason ?? 0,
    submitted: of('SUBMITTED')?._all ?? 0,
    confirmed: of('CONFIRMED')?._all ?? 0,
  };
}

/** How many untouched chips a person could get in a mode. */
export async function countOpen(query: QueueQuery, preference: QueuePreference): Promise<number> {
  const [row] = await db().$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS "n" FROM "Chip" c
    WHERE ${isOpen(query)} AND ${isFree(query)} AND ${await condition(db(), query.projectId, preference)}`;
  return row?.n ?? 0;
}

/** Labelled chips of a project, at most `limit`, and how many of them are test chips. */
export async function countLabelled(
  client: Db,
  projectId: ProjectId,
): Promise<{ labelled: number; test: number }> {
  const [row] = await client.$queryRaw<{ labelled: number; test: number }[]>`
    SELECT count(*)::int AS "labelled", (count(*) FILTER (WHERE "split" = 'TEST'))::int AS "test" FROM "Chip"
    WHERE "projectId" = ${projectId}::uuid AND "status" IN ('SUBMITTED', 'RETURNED', 'CONFIRMED')`;
  return row ?? { labelled: 0, test: 0 };
}
