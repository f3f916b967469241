import { Prisma } from '@/generated/prisma/client';
import type { ProjectId } from '@/lib/core/ids';
import { isEmptyFilter } from '@/lib/domain/chip-filter/schema';
import type { ChipFilter } from '@/lib/domain/chip-filter/schema';
import type { ReviewCursor, ReviewOrder } from '@/lib/domain/review/schema';
import { labelsWhere } from '@/lib/server/chip-filter/data';
import type { Db } from '@/lib/server/db/client';
import { db, statement } from '@/lib/server/db/client';
import { deployedIdSql, isScoredSql, storedLevels } from '@/lib/server/proposal/data';

/** A chip's place in an order of review. */
export interface WaitingPosition {
  chipId: string;
  number: number;
  /** null: nothing is known of it */
  score: number | null;
  uncertainty: number | null;
  waitingSince: Date;
}

/** Chips that wait for review, from the first after a cursor on, by key: no other rows are read. */
export async function waitingPage(
  projectId: ProjectId,
  filter: ChipFilter,
  order: ReviewOrder,
  after: ReviewCursor | undefined,
  limit: number,
): Promise<WaitingPosition[]> {
  const rows = await db().$queryRaw<WaitingPosition[]>`
    SELECT w."chipId", w."number", nullif(w."score", -1) AS "score", nullif(w."uncertainty", -1) AS "uncertainty",
      w."waitingSince" FROM "WaitingChip" w
    WHERE w."projectId" = ${projectId}::uuid AND ${isAfter(order, after)} AND ${passes(projectId, filter)}
    ORDER BY ${KEYS[order]}, w."number" LIMIT ${limit}`;
  return rows;
}

/** Chip `w` passes a filter; nothing is looked up where the filter asks nothing. */
function passes(projectId: ProjectId, filter: ChipFilter): Prisma.Sql {
  if (isEmptyFilter(filter)) return Prisma.sql`true`;
  return Prisma.sql`EXISTS (SELECT 1 FROM "ChipLabel" l WHERE l."chipId" = w."chipId" AND ${labelsWhere(projectId, 'waiting', filter)})`;
}

/** What each order goes by: the indexes of WaitingChip. */
const KEYS: Record<ReviewOrder, Prisma.Sql> = {
  disagreement: Prisma.sql`-w."score"`,
  uncertainty: Prisma.sql`-w."uncertainty"`,
  oldest: Prisma.sql`w."waitingSince"`,
};

/** Cursors name the key of the last chip that was seen: its score, its uncertainty or the milliseconds since 1970, and its number. */
function isAfter(order: ReviewOrder, after: ReviewCursor | undefined): Prisma.Sql {
  if (after === undefined) return Prisma.sql`true`;
  const key =
    order === 'oldest'
      ? Prisma.sql`to_timestamp(${after.key}::float8 / 1000)`
      : Prisma.sql`-(${after.key}::float8)`;
  return Prisma.sql`(${KEYS[order]}, w."number") > (${key}, ${after.number}::int)`;
}

/** Number of the first chip in the order of review, or null when none waits: one step in an index. */
export async function firstWaiting(projectId: ProjectId): Promise<number | null> {
  const [first] = await statement<{ number: number }>(
    null,
    'first-waiting',
    Prisma.sql`
    SELECT w."number" FROM "WaitingChip" w WHERE w."projectId" = ${projectId}::uuid
    ORDER BY -w."score", w."number" LIMIT 1`,
  );
  return first?.number ?? null;
}

/** What labels of a waiting chip are compared: people's and a version's. */
export interface WaitingLabels {
  id: string;
  cells: number;
  labellings: Uint8Array[];
  labelers: { userId: string; name: string }[];
  submittedAt: Date | null;
  probs: Uint8Array | null;
}

/** People's submitted labels of these chips, first submitted first, and what a version says of each; in no order. */
export async function readWaitingLabels(
  chipIds: readonly string[],
  versionId: string | null,
  client: Db = db(),
): Promise<WaitingLabels[]> {
  // by id alone: asked for the state too, PostgreSQL may read all waiting chips by the index on it
  const chips = await client.chip.findMany({
    where: { id: { in: [...chipIds] } },
    select: {
      id: true,
      status: true,
      rows: true,
      cols: true,
      labellings: {
        where: { kind: 'PERSON', status: 'SUBMITTED' },
        orderBy: [{ submittedAt: 'asc' }, { id: 'asc' }],
        select: { cells: true, submittedAt: true, user: { select: { id: true, name: true } } },
      },
    },
  });
  const probs = versionId === null ? null : await storedLevels(versionId, chipIds, client);
  const waiting = chips.filter((chip) => chip.status === 'SUBMITTED');
  return waiting.map(({ id, rows, cols, labellings }) => ({
    id,
    cells: rows * cols,
    labellings: labellings.map((own) => own.cells),
    labelers: labellings.flatMap(({ user }) =>
      user ? [{ userId: user.id, name: user.name }] : [],
    ),
    submittedAt: labellings.at(-1)?.submittedAt ?? null,
    probs: probs?.get(id) ?? null,
  }));
}

/**
 * Some waiting chips whose score is out of date: never written (an import, or older than scores), or by another version or
 * threshold of the project than hold now, where the deployed version has scored them meanwhile.
 */
export async function findUnscored(
  limit: number,
): Promise<{ projectId: ProjectId; chipIds: string[] }[]> {
  const rows = await db().$queryRaw<{ projectId: ProjectId; chipIds: string[] }[]>`
    SELECT f."projectId", array_agg(f."chipId") AS "chipIds" FROM (
      SELECT w."projectId", w."chipId" FROM "WaitingChip" w JOIN "Project" p ON p."id" = w."projectId"
      LEFT JOIN LATERAL (${deployedIdSql(Prisma.sql`w."projectId"`)}) v ON true
      WHERE w."scoredAt" IS NULL OR ((w."versionId", w."threshold") IS DISTINCT FROM (v."id", p."threshold")
        AND ${isScoredSql(Prisma.sql`w."chipId"`, Prisma.sql`v."id"`)})
      LIMIT ${limit}) f
    GROUP BY 1`;
  return rows;
}
