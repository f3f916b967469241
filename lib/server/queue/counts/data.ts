import type { ProjectId } from '@/lib/core/ids';
import type { QueuePreference } from '@/lib/domain/queue/schema';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';
import { readChipCounts } from '@/lib/server/chip/counts/data';
import type { ChipCount } from '@/lib/server/chip/counts/data';
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
  const counts = await readChipCounts([projectId]);
  const sum = (of: (count: ChipCount) => boolean): number =>
    counts.filter(of).reduce((chips, count) => chips + count.chips, 0);
  return {
    total: sum(() => true),
    untouched: sum(({ status }) => status === 'UNTOUCHED'),
    excluded: sum(({ status, excluded }) => status === 'UNTOUCHED' && excluded),
    submitted: sum(({ status }) => status === 'SUBMITTED'),
    confirmed: sum(({ status }) => status === 'CONFIRMED'),
  };
}

/** How many untouched chips a person could get, all modes together, and how many more others hold now. */
export async function countOpen(query: QueueQuery): Promise<{ left: number; held: number }> {
  const { untouched, excluded } = await countQueue(query.projectId);
  const [row] = await db().$queryRaw<{ held: number; skipped: number }[]>`
    SELECT count(*) FILTER (WHERE NOT x."skipped")::int AS "held", count(*) FILTER (WHERE x."skipped")::int AS "skipped" FROM (
      SELECT "chipId", bool_or("skipped") AS "skipped" FROM (
        SELECT "chipId", false AS "skipped" FROM "ChipLease" WHERE "userId" <> ${query.userId}::uuid AND "expiresAt" > now()
        UNION ALL SELECT "chipId", true FROM "ChipSkip" WHERE "userId" = ${query.userId}::uuid) y
      GROUP BY 1) x
    JOIN "Chip" c ON c."id" = x."chipId"
    WHERE c."projectId" = ${query.projectId}::uuid AND c."status" = 'UNTOUCHED' AND c."skippedReason" IS NULL`;
  const { held, skipped } = row ?? { held: 0, skipped: 0 };
  return { left: untouched - excluded - held - skipped, held };
}

/** Chips in an area or a filter are counted up to here. */
const COUNTED = 10_000;

/** How many untouched chips a person could get by an area or a filter: at most 10,000, and whether there are more. */
export async function countPreferred(
  query: QueueQuery,
  preference: QueuePreference,
): Promise<{ left: number; more: boolean }> {
  const asked = await condition(db(), query.projectId, preference);
  const [row] = await db().$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS "n" FROM (
      SELECT 1 FROM "Chip" c WHERE ${isOpen(query)} AND ${isFree(query)} AND ${asked} LIMIT ${COUNTED + 1}) found`;
  const found = row?.n ?? 0;
  return { left: Math.min(found, COUNTED), more: found > COUNTED };
}

/** Labelled chips of a project, and how many of them are test chips. */
export async function countLabelled(
  projectId: ProjectId,
  client: Db = db(),
): Promise<{ labelled: number; test: number }> {
  const labelled = (await readChipCounts([projectId], client)).filter(
    ({ status }) => status !== 'UNTOUCHED' && status !== 'IN_PROGRESS',
  );
  const sum = (counts: readonly ChipCount[]): number =>
    counts.reduce((chips, count) => chips + count.chips, 0);
  return { labelled: sum(labelled), test: sum(labelled.filter(({ split }) => split === 'TEST')) };
}
