import { Prisma } from '@/generated/prisma/client';
import type { ProjectId } from '@/lib/core/ids';
import type { ReviewCursor, ReviewOrder } from '@/lib/domain/review/schema';
import type { Db } from '@/lib/server/db/client';
import { db, statement } from '@/lib/server/db/client';

/** A chip's place in an order of review. */
export interface WaitingPosition {
  chipId: string;
  number: number;
  /** null: nothing is known of it */
  score: number | null;
  waitingSince: Date;
}

/** Chips that wait for review, from the first after a cursor on, by key: no other rows are read. */
export async function waitingPage(
  projectId: ProjectId,
  order: ReviewOrder,
  after: ReviewCursor | undefined,
  limit: number,
): Promise<WaitingPosition[]> {
  const rows = await db().$queryRaw<WaitingPosition[]>`
    SELECT w."chipId", w."number", nullif(w."score", -1) AS "score", w."waitingSince" FROM "WaitingChip" w
    WHERE w."projectId" = ${projectId}::uuid AND ${isAfter(order, after)}
    ORDER BY ${order === 'oldest' ? Prisma.sql`w."waitingSince"` : Prisma.sql`-w."score"`}, w."number" LIMIT ${limit}`;
  return rows;
}

/** Cursors name the key of the last chip that was seen: its score or the milliseconds since 1970, and its number. */
function isAfter(order: ReviewOrder, after: ReviewCursor | undefined): Prisma.Sql {
  if (after === undefined) return Prisma.sql`true`;
  return order === 'oldest'
    ? Prisma.sql`(w."waitingSince", w."number") > (to_timestamp(${after.key}::float8 / 1000), ${after.number}::int)`
    : Prisma.sql`(-w."score", w."number") > (-(${after.key}::float8), ${after.number}::int)`;
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
  const proposals =
    versionId === null
      ? []
      : await client.chipProposal.findMany({
          where: { chipId: { in: [...chipIds] }, versionId },
          select: { chipId: true, probs: true },
        });
  const probs = new Map(proposals.map((row) => [row.chipId, row.probs]));
  const waiting = chips.filter((chip) => chip.status === 'SUBMITTED');
  return waiting.map(({ id, rows, cols, labellings }) => ({
    id,
    cells: rows * cols,
    labellings: labellings.map((own) => own.cells),
    labelers: labellings.flatMap(({ user }) =>
      user ? [{ userId: user.id, name: user.name }] : [],
    ),
    submittedAt: labellings.at(-1)?.submittedAt ?? null,
    probs: probs.get(id) ?? null,
  }));
}

/**
 * Some waiting chips whose score is out of date: never written (an import, or older than scores), or by another version than the
 * deployed one, which has looked at them meanwhile.
 */
export async function findUnscored(
  limit: number,
): Promise<{ projectId: ProjectId; chipIds: string[] }[]> {
  const rows = await db().$queryRaw<{ projectId: ProjectId; chipIds: string[] }[]>`
    SELECT f."projectId", array_agg(f."chipId") AS "chipIds" FROM (
      SELECT w."projectId", w."chipId" FROM "WaitingChip" w
      LEFT JOIN "ModelVersion" v ON v."projectId" = w."projectId" AND v."status" = 'CHAMPION'
      WHERE w."scoredAt" IS NULL OR (w."versionId" IS DISTINCT FROM v."id"
        AND EXISTS (SELECT 1 FROM "ChipProposal" p WHERE p."chipId" = w."chipId" AND p."versionId" = v."id"))
      LIMIT ${limit}) f
    GROUP BY 1`;
  return rows;
}
