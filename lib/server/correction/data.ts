import { Prisma } from '@/generated/prisma/client';
import type { Correction } from '@/generated/prisma/client';
import type { ProjectId } from '@/lib/core/ids';
import type { CorrectionView } from '@/lib/domain/correction/schema';
import { db } from '@/lib/server/db/client';
import type { Tx } from '@/lib/server/label/labelling/mutations';

const PEOPLE = {
  user: { select: { id: true, name: true } },
  settledBy: { select: { name: true } },
} as const;

type Row = Correction & { user: { id: string; name: string }; settledBy: { name: string } | null };

/** A correction's row as pages load it. */
function toView({ user, settledBy, ...row }: Row): CorrectionView {
  return {
    id: row.id,
    by: { userId: user.id, name: user.name },
    state: row.state,
    reason: row.reason,
    askedAt: row.askedAt.toISOString(),
    changes: row.cells.map((cell, i) => ({
      cell,
      before: row.before[i] ?? 0,
      after: row.after[i] ?? 0,
    })),
    settledBy: settledBy?.name ?? null,
    answer: row.answer,
  };
}

/** A chip's open corrections, first asked first. */
export async function openCorrections(chipId: string): Promise<CorrectionView[]> {
  const rows = await db().correction.findMany({
    where: { chipId, state: 'ASKED' },
    orderBy: [{ askedAt: 'asc' }, { id: 'asc' }],
    include: PEOPLE,
  });
  return rows.map(toView);
}

/** An open correction of a confirmed chip of a project. */
const waits = (projectId: ProjectId) =>
  Prisma.sql`k."state" = 'ASKED' AND c."status" = 'CONFIRMED' AND c."projectId" = ${projectId}::uuid`;

/** The open corrections of a project's confirmed chips, first asked first: of each chip the first, and of these so many. */
export async function waitingCorrections(
  projectId: ProjectId,
  limit: number,
): Promise<(CorrectionView & { chipId: string })[]> {
  const first = await db().$queryRaw<{ id: string }[]>`
    SELECT f."id" FROM (
      SELECT DISTINCT ON (k."chipId") k."id", k."askedAt" FROM "Correction" k JOIN "Chip" c ON c."id" = k."chipId"
      WHERE ${waits(projectId)} ORDER BY k."chipId", k."askedAt", k."id") f
    ORDER BY f."askedAt", f."id" LIMIT ${limit}`;
  const rows = await db().correction.findMany({
    where: { id: { in: first.map(({ id }) => id) } },
    orderBy: [{ askedAt: 'asc' }, { id: 'asc' }],
    include: PEOPLE,
  });
  return rows.map((row) => ({ ...toView(row), chipId: row.chipId }));
}

/** Number of the chip whose correction was asked for first; null where none waits. */
export async function firstCorrection(projectId: ProjectId): Promise<number | null> {
  const [first] = await db().$queryRaw<{ number: number }[]>`
    SELECT c."number" FROM "Correction" k JOIN "Chip" c ON c."id" = k."chipId"
    WHERE ${waits(projectId)} ORDER BY k."askedAt", k."id" LIMIT 1`;
  return first?.number ?? null;
}

/** How many confirmed chips of these projects have an open correction, by project; projects without are missing. */
export async function countCorrections(
  projectIds: readonly ProjectId[],
): Promise<Map<string, number>> {
  const rows = await db().$queryRaw<{ projectId: string; chips: number }[]>`
    SELECT c."projectId", count(DISTINCT c."id")::int AS "chips"
    FROM "Correction" k JOIN "Chip" c ON c."id" = k."chipId"
    WHERE k."state" = 'ASKED' AND c."status" = 'CONFIRMED' AND c."projectId" = ANY (${[...projectIds]}::uuid[])
    GROUP BY 1`;
  return new Map(rows.map((row) => [row.projectId, row.chips]));
}

/** A person's last correction of a chip, where it is open or they have not read yet how it ended. */
export async function ownCorrection(
  chipId: string,
  userId: string,
): Promise<CorrectionView | null> {
  const row = await db().correction.findFirst({
    where: { chipId, userId, state: { not: 'WITHDRAWN' } },
    orderBy: { askedAt: 'desc' },
    include: PEOPLE,
  });
  return row?.seenAt === null ? toView(row) : null;
}

/** A settled correction of a chip, with what a verdict has. */
export interface LastSettled {
  id: string;
  state: 'ACCEPTED' | 'DECLINED';
  userId: string;
  /** who asked for it */
  name: string;
  actorId: string | null;
  /** settled within the last day */
  isRecent: boolean;
}

/** The correction of a chip that was settled last since the chip was confirmed. null: there is none. */
export async function lastSettled(tx: Tx, chipId: string): Promise<LastSettled | null> {
  const [row] = await tx.$queryRaw<LastSettled[]>`
    SELECT k."id", k."state"::text AS "state", k."userId", u."name", k."settledById" AS "actorId",
      k."settledAt" > now() - interval '1 day' AS "isRecent"
    FROM "Correction" k JOIN "Chip" c ON c."id" = k."chipId" JOIN "User" u ON u."id" = k."userId"
    WHERE k."chipId" = ${chipId}::uuid AND c."status" = 'CONFIRMED' AND k."settledAt" >= c."confirmedAt"
    ORDER BY k."settledAt" DESC LIMIT 1`;
  return row ?? null;
}

/**
 * Confirmed chips of a person's corrections that were settled and whose answer they have not read yet, by project: how many, and
 * the first one's number. On a chip that is open again nothing is said: its page shows no confirmed labels.
 */
export async function countAnswers(
  projectIds: readonly ProjectId[],
  userId: string,
): Promise<{ projectId: string; count: number; chip: number }[]> {
  return await db().$queryRaw`
    SELECT c."projectId", count(DISTINCT c."id")::int AS "count", min(c."number") AS "chip"
    FROM "Correction" k JOIN "Chip" c ON c."id" = k."chipId"
    WHERE k."userId" = ${userId}::uuid AND k."seenAt" IS NULL AND k."state" IN ('ACCEPTED', 'DECLINED')
      AND c."status" = 'CONFIRMED' AND c."projectId" = ANY (${[...projectIds]}::uuid[])
    GROUP BY 1`;
}
