import { Prisma } from '@/generated/prisma/client';
import type { LabellingStatus } from '@/generated/prisma/enums';
import type { MistakeLine } from '@/lib/domain/review/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';
import { claimSql } from '@/lib/server/proposal/data';
import { trainableSql } from '@/lib/server/db/trainable';

const BECAME = Prisma.sql`last.became`;

/** One person's labelling of a chip. */
export interface PersonLabelling {
  id: string;
  userId: string;
  name: string;
  /** somebody from outside, of unknown reliability: by which link, or of which source */
  guestOf: string | null;
  isGuest: boolean;
  cells: Uint8Array;
  revision: number;
  status: LabellingStatus;
  returnReason: string | null;
  submittedAt: Date | null;
  updatedAt: Date;
}

/** The stored consensus of a chip, or null. */
export async function findConsensus(chipId: string) {
  return await db().labelling.findFirst({ where: { chipId, kind: 'CONSENSUS' } });
}

/** People's labellings of a chip that were submitted at least once, first submitted first; inside `tx` where one is open. */
export async function personLabellings(tx: Db | null, chipId: string): Promise<PersonLabelling[]> {
  const rows = await (tx ?? db()).labelling.findMany({
    where: { chipId, kind: 'PERSON', status: { not: 'IN_PROGRESS' } },
    orderBy: [{ submittedAt: 'asc' }, { id: 'asc' }],
    include: {
      user: {
        select: {
          ...{ name: true, isGuest: true },
          guest: { select: { source: true, link: { select: { name: true } } } },
        },
      },
    },
  });
  return rows.map(({ user, userId, ...row }) => ({
    ...row,
    userId: userId ?? '',
    name: user?.name ?? '',
    isGuest: user?.isGuest ?? false,
    guestOf: user?.guest ? (user.guest.link?.name ?? user.guest.source) : null,
  }));
}

/**
 * The codes that reviewers set in a chip's consensus since it was last returned to its labelers, by cell: they outlive a new
 * or changed labelling. A return that was undone (the next verdict is a RETURN with source "review") is none.
 */
export async function reviewersCells(
  tx: Db | null,
  labellingId: string,
): Promise<Map<number, number>> {
  const rows = await (tx ?? db()).$queryRaw<{ cell: number; after: number }[]>(
    reviewedCellsSql(Prisma.sql`${labellingId}::uuid`),
  );
  return new Map(rows.map((row) => [row.cell, row.after]));
}

/** The rows (cell, after) of it, as a statement or part of one. */
export function reviewedCellsSql(labellingId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT DISTINCT ON (e."cell") e."cell", e."after" FROM "LabelChange" e
    WHERE e."labellingId" = ${labellingId} AND e."eventId" > coalesce((
      SELECT max(r."id") FROM (
        SELECT v."id", v."kind", v."source", lead(v."source") OVER (ORDER BY v."id") AS "then" FROM "LabelEvent" v
        WHERE v."labellingId" = ${labellingId} AND v."kind" IN ('RETURN', 'ACCEPT')) r
      WHERE r."kind" = 'RETURN' AND r."source" IS NULL AND r."then" IS DISTINCT FROM 'review'), 0)
    ORDER BY e."cell", e."eventId" DESC, e."place" DESC`;
}

/**
 * Machine mistakes that people corrected, per model version, newest version first.
 *
 * A label event records the version's likeliest class for its cell and its probability. What the version claims of the cell is
 * that class where it reaches the threshold that holds now (the project's, else the version's own), else absent: the rule of
 * lib/domain/proposal. Of all events on a cell of a chip with one version's record, by labelers and reviewers alike, the last
 * counts, so that what was undone is not counted and a reviewer has the last word. The cell counts as decided when that event sets
 * absent or a class, and as corrected when it sets another code than the claim. Unlabelled, unsure and unusable are no
 * corrections: they say nothing about what is there. Events of older pages name absent where the model found it likeliest.
 */
export async function mistakesCorrected(
  scope: Pick<ProjectScope, 'projectId'>,
): Promise<MistakeLine[]> {
  const rows = await db().$queryRaw<
    { versionId: string; name: string; claimed: number; became: number; cells: number }[]
  >`
    WITH last AS (
      SELECT DISTINCT ON (e."versionId", l."chipId", e."cell")
        e."versionId", e."shownCode" AS code, e."shownProbability" AS probability, e."after" AS became
      FROM "LabelChange" e
      JOIN "Labelling" l ON l."id" = e."labellingId"
      JOIN "Chip" c ON c."id" = l."chipId"
      WHERE c."projectId" = ${scope.projectId}::uuid AND e."versionId" IS NOT NULL
      ORDER BY e."versionId", l."chipId", e."cell", e."eventId" DESC, e."place" DESC
    ), claims AS (
      SELECT last."versionId", ${claimSql(Prisma.sql`last.code`, Prisma.sql`last.probability`)} AS claimed, last.became
      FROM last JOIN "ModelVersion" v ON v."id" = last."versionId" JOIN "Project" p ON p."id" = v."projectId"
      WHERE ${trainableSql(BECAME)}
    )
    SELECT v."id" AS "versionId", v."name", claims.claimed, claims.became, count(*)::int AS cells
    FROM claims JOIN "ModelVersion" v ON v."id" = claims."versionId"
    GROUP BY v."id", v."name", v."number", claims.claimed, claims.became
    ORDER BY v."number" DESC, cells DESC`;
  const lines = new Map<string, MistakeLine>();
  for (const { versionId, name, ...pair } of rows) {
    const line = lines.get(versionId) ?? { versionId, name, decided: 0, corrected: 0, pairs: [] };
    line.decided += pair.cells;
    if (pair.claimed !== pair.became) {
      line.corrected += pair.cells;
      line.pairs.push(pair);
    }
    lines.set(versionId, line);
  }
  return [...lines.values()];
}

/** The last verdict on a chip. */
export interface LastVerdict {
  eventId: bigint;
  kind: 'ACCEPT' | 'RETURN';
  actorId: string | null;
  /** given within the last day */
  isRecent: boolean;
}

/** The last verdict on a chip; null where there is none, or it is undone. */
export async function findLastVerdict(tx: Db | null, chipId: string): Promise<LastVerdict | null> {
  const [last] = await (tx ?? db()).$queryRaw<(LastVerdict & { undone: boolean })[]>`
    SELECT e."id" AS "eventId", e."kind"::text AS "kind", e."actorId", e."at" > now() - interval '1 day' AS "isRecent",
      e."source" IS NOT DISTINCT FROM 'review' AS "undone"
    FROM "LabelEvent" e JOIN "Labelling" l ON l."id" = e."labellingId"
    WHERE l."chipId" = ${chipId}::uuid AND e."kind" IN ('ACCEPT', 'RETURN')
    ORDER BY e."id" DESC LIMIT 1`;
  return last && !last.undone ? last : null;
}

/** Name of a labeler who saved or submitted labels of a chip after an event; null where nobody did. */
export async function findWhoWentOn(
  tx: Db,
  chipId: string,
  eventId: bigint,
): Promise<string | null> {
  const row = await tx.labelEvent.findFirst({
    where: {
      labelling: { chipId, kind: 'PERSON' },
      kind: { in: ['SAVE', 'SUBMIT'] },
      id: { gt: eventId },
    },
    select: { actor: { select: { name: true } } },
  });
  return row?.actor?.name ?? null;
}

/** Who confirmed what counts of a chip last, by a verdict, an import (null) or a correction, and when; null while it is not confirmed. */
export async function confirmationOf(
  chipId: string,
): Promise<{ by: string | null; at: string | null } | null> {
  const row = await db().chip.findUniqueOrThrow({
    where: { id: chipId },
    select: {
      ...{ status: true, confirmedAt: true, confirmedBy: { select: { name: true } } },
      corrections: {
        where: { state: 'ACCEPTED' },
        orderBy: { settledAt: 'desc' },
        take: 1,
        select: { settledAt: true, settledBy: { select: { name: true } } },
      },
    },
  });
  if (row.status !== 'CONFIRMED') return null;
  const [last] = row.corrections;
  if (last?.settledAt && row.confirmedAt && last.settledAt >= row.confirmedAt) {
    return { by: last.settledBy?.name ?? null, at: last.settledAt.toISOString() };
  }
  return { by: row.confirmedBy?.name ?? null, at: row.confirmedAt?.toISOString() ?? null };
}
