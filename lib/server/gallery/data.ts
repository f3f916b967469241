import { Prisma } from '@/generated/prisma/client';
import type { ProjectId } from '@/lib/core/ids';
import type { ChipCursor, ReviewState, StoredOrder } from '@/lib/domain/chip-filter/schema';
import type { GalleryFilter, GalleryGrouping } from '@/lib/domain/gallery/schema';
import { WHOLE, labelConditions, labelsWhere, orderOf } from '@/lib/server/chip-filter/data';
import { db } from '@/lib/server/db/client';

/** Groups that are listed, those with the most cells. */
const MOST_GROUPS = 500;

/** A chip's place in an order, with the figures of the label that is asked for. */
export interface GalleryPosition {
  chipId: string;
  number: number;
  /** with the label that is asked for, else all that have one */
  cells: number;
  /** -1: nothing is known */
  suspicion: number;
  key: number;
  /** the one cell that is meant, and what the last check says of it */
  issue?: { cell: number; suggested: number; quality: number };
}

/** Chips of a filter in an order, from the first after a cursor on. */
export async function galleryPositions(
  projectId: ProjectId,
  filter: GalleryFilter,
  order: StoredOrder,
  page: { after: ChipCursor | undefined; limit: number },
): Promise<GalleryPosition[]> {
  const { key, by, after } = orderOf(order, page.after);
  return await db().$queryRaw<GalleryPosition[]>`
    SELECT l."chipId", l."number", l."cells", l."suspicion", ${key} AS "key" FROM "ChipLabel" l
    WHERE ${matches(projectId, filter)} AND ${after}
    ORDER BY ${by} LIMIT ${page.limit}`;
}

/** Labels of a filter that the last check suspects and nobody decided about since, most suspicious first. */
export async function issuePositions(
  projectId: ProjectId,
  filter: GalleryFilter,
  page: { after: number; limit: number },
): Promise<GalleryPosition[]> {
  const given =
    filter.class === undefined
      ? Prisma.sql`true`
      : Prisma.sql`i."given" = ${filter.class}::smallint`;
  const rows = await db().$queryRaw<
    (GalleryPosition & { cell: number; suggested: number; quality: number })[]
  >`
    SELECT i."chipId", l."number", l."cells", l."suspicion", i."rank"::float8 AS "key",
      i."cell"::int, i."suggested"::int, i."quality"::float8
    FROM "LabelIssue" i JOIN "ChipLabel" l ON l."chipId" = i."chipId" AND l."code" = i."given"
    WHERE i."projectId" = ${projectId}::uuid AND i."state" = 'OPEN' AND i."rank" > ${page.after}::int
      AND ${given} AND ${conditions(projectId, filter)}
    ORDER BY i."rank" LIMIT ${page.limit}`;
  return rows.map(({ cell, suggested, quality, ...place }) => ({
    ...place,
    issue: { cell, suggested, quality },
  }));
}

/** What the embeddings of a filter's chips say: at most `limit`, drawn at random. */
export async function galleryEmbeddings(
  projectId: ProjectId,
  filter: GalleryFilter,
  backboneSha: string,
  limit: number,
): Promise<(Omit<GalleryPosition, 'key'> & { embedding: Uint8Array })[]> {
  return await db().$queryRaw`
    SELECT l."chipId", l."number", l."cells", l."suspicion", e."embedding" FROM "ChipLabel" l
    JOIN "ChipEmbedding" e ON e."chipId" = l."chipId" AND e."backboneSha" = ${backboneSha}
    WHERE ${matches(projectId, filter)} ORDER BY l."draw", l."number" LIMIT ${limit}`;
}

/** A chip's embedding by a backbone; null where the project has no such chip or nothing made it yet. */
export async function embeddingOf(
  projectId: ProjectId,
  number: number,
  backboneSha: string,
): Promise<Uint8Array | null> {
  const row = await db().chipEmbedding.findFirst({
    where: { backboneSha, chip: { projectId, number } },
    select: { embedding: true },
  });
  return row?.embedding ?? null;
}

const matches = (projectId: ProjectId, filter: GalleryFilter): Prisma.Sql =>
  labelsWhere(projectId, filter.state, filter);

/** Everything of a filter but the label. */
function conditions(projectId: ProjectId, filter: GalleryFilter): Prisma.Sql {
  return Prisma.sql`l."state" = ${filter.state.toUpperCase()}::"ReviewState" AND ${labelConditions(projectId, filter)}`;
}

/** A group and what is in it; `key` null: NOBODY. */
export interface GroupCount {
  key: string | null;
  chips: number;
  cells: number;
  suspicious: number;
}

/** Counts of a filter by a grouping: out of the stored sums where they say it, else of the chips' own rows. */
export async function countGroups(
  projectId: ProjectId,
  filter: GalleryFilter,
  by: GalleryGrouping,
): Promise<GroupCount[]> {
  const isSummed = SUMMED.has(by) && !OWN.some((name) => filter[name] !== undefined);
  const code =
    by === 'class' && filter.class === undefined
      ? Prisma.sql`l."code" <> ${WHOLE}::smallint`
      : Prisma.sql`l."code" = ${filter.class ?? WHOLE}::smallint`;
  const source = isSummed ? Prisma.sql`"ChipLabelCount"` : Prisma.sql`"ChipLabel"`;
  const chips = isSummed ? Prisma.sql`sum(l."chips")` : Prisma.sql`count(*)`;
  const join = by === 'site' ? Prisma.sql`JOIN "Asset" a ON a."id" = l."assetId"` : Prisma.empty;
  return await db().$queryRaw<GroupCount[]>`
    SELECT g."key"::text AS "key", g."chips", g."cells", g."suspicious" FROM (
      SELECT ${GROUP_KEYS[by]} AS "key", ${chips}::int AS "chips", sum(l."cells")::float8 AS "cells",
        sum(l."suspicious")::float8 AS "suspicious"
      FROM ${source} l ${join}
      WHERE l."projectId" = ${projectId}::uuid AND ${code} AND ${conditions(projectId, filter)}
      GROUP BY 1 HAVING ${chips} > 0 ORDER BY 3 DESC, 1 LIMIT ${MOST_GROUPS}) g
    ORDER BY 3 DESC, 1`;
}

const SUMMED: ReadonlySet<GalleryGrouping> = new Set(['class', 'version']);
/** What the stored sums do not tell apart. */
const OWN = [
  ...(['person', 'asset', 'survey', 'from', 'to', 'scoreFrom', 'scoreTo'] as const),
  ...(['several', 'comments'] as const),
];

/** They become texts once a group, not once a row. */
const GROUP_KEYS: Record<GalleryGrouping, Prisma.Sql> = {
  class: Prisma.sql`l."code"`,
  person: Prisma.sql`l."userId"`,
  version: Prisma.sql`l."versionId"`,
  site: Prisma.sql`a."survey"`,
  date: Prisma.sql`(l."at" AT TIME ZONE 'UTC')::date`,
};

/** How many chips of the project are in each state. */
export async function countStates(projectId: ProjectId): Promise<Record<ReviewState, number>> {
  const rows = await db().$queryRaw<{ state: ReviewState; chips: number }[]>`
    SELECT lower("state"::text) AS "state", sum("chips")::int AS "chips" FROM "ChipLabelCount"
    WHERE "projectId" = ${projectId}::uuid AND "code" = ${WHOLE}::smallint GROUP BY 1`;
  const counts = { waiting: 0, confirmed: 0, imported: 0 };
  for (const row of rows) counts[row.state] = row.chips;
  return counts;
}

/** Names of versions, by id. */
export async function versionNames(ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db().modelVersion.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, name: true },
  });
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Some chips of a project whose suspicion is another version's, or nobody's though this one has scored them. */
export async function findOtherVersions(
  { projectId, versionId }: { projectId: string; versionId: string },
  limit: number,
): Promise<string[]> {
  const rows = await db().$queryRaw<{ chipId: string }[]>`
    SELECT l."chipId" FROM "ChipLabel" l
    WHERE l."projectId" = ${projectId}::uuid AND l."code" = ${WHOLE}::smallint
      AND l."versionId" IS DISTINCT FROM ${versionId}::uuid
      AND (l."versionId" IS NOT NULL
        OR EXISTS (SELECT 1 FROM "ChipProposal" p WHERE p."chipId" = l."chipId" AND p."versionId" = ${versionId}::uuid))
    LIMIT ${limit}`;
  return rows.map((row) => row.chipId);
}
