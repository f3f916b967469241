import { Prisma } from '@/generated/prisma/client';
import type { ChipStatus, Split } from '@/generated/prisma/enums';
import type { ProjectId } from '@/lib/core/ids';
import type {
  ChipFilter,
  ChipState,
  ReviewState,
  UnlabelledState,
} from '@/lib/domain/chip-filter/schema';
import {
  WHOLE,
  chipConditions,
  countedLabels,
  labelConditions,
  readLimit,
  sharedConditions,
} from '@/lib/server/chip-filter/data';
import { db } from '@/lib/server/db/client';

/** Chips by what stored sums tell apart. */
export interface StoredChips {
  status: ChipStatus;
  excluded: boolean;
  split: Split;
  survey: string;
  chips: number;
}

/** Chips of a picture or survey, or of all, by status, split and survey: out of the stored sums of pictures. */
export async function storedChips(
  projectId: ProjectId,
  { asset, survey }: Pick<ChipFilter, 'asset' | 'survey'>,
): Promise<StoredChips[]> {
  const of = Prisma.join(sharedConditions(Prisma.sql`k`, projectId, { asset, survey }), ' AND ');
  return await db().$queryRaw<StoredChips[]>`
    SELECT k."status"::text AS "status", k."excluded", k."split"::text AS "split", a."survey", sum(k."chips")::float8 AS "chips"
    FROM "AssetChipCount" k JOIN "Asset" a ON a."id" = k."assetId"
    WHERE k."projectId" = ${projectId}::uuid AND ${of} GROUP BY 1, 2, 3, 4 HAVING sum(k."chips") <> 0`;
}

/** Chips and cells by what stored sums of labels tell apart; code 0 is the whole chip. */
export interface StoredLabels {
  state: ReviewState;
  code: number;
  split: Split;
  versionId: string | null;
  chips: number;
  cells: number;
}

/** All labels of a project, out of the stored sums. */
export async function storedLabels(projectId: ProjectId): Promise<StoredLabels[]> {
  return await db().$queryRaw<StoredLabels[]>`
    SELECT lower("state"::text) AS "state", "code", "split"::text AS "split", "versionId", sum("chips")::float8 AS "chips",
      sum("cells")::float8 AS "cells"
    FROM "ChipLabelCount" WHERE "projectId" = ${projectId}::uuid GROUP BY 1, 2, 3, 4 HAVING sum("chips") <> 0`;
}

/** A value of a facet, as far as rows were read. */
export interface ReadCount {
  key: string | null;
  count: number;
  more: boolean;
}

export type Unit = 'chips' | 'cells';
/** What labels are counted by where no stored sum says it; null: all together. */
export type ReadFacet = 'person' | 'version' | 'survey' | 'split' | 'comments' | null;

const KEYS: Record<Exclude<ReadFacet, null>, Prisma.Sql> = {
  person: Prisma.sql`l."userId"::text`,
  version: Prisma.sql`l."versionId"::text`,
  survey: Prisma.sql`a."survey"`,
  split: Prisma.sql`l."split"::text`,
  comments: Prisma.sql`'open'::text`,
};

/** Labels in some states that pass a filter, by a facet: of each state at most MOST_READ rows are read. */
export async function readLabels(
  projectId: ProjectId,
  states: readonly ReviewState[],
  filter: ChipFilter,
  by: ReadFacet,
  unit: Unit,
): Promise<ReadCount[]> {
  if (states.length === 0) return [];
  const key = by === null ? Prisma.sql`NULL::text` : KEYS[by];
  const join = by === 'survey' ? Prisma.sql`JOIN "Asset" a ON a."id" = l."assetId"` : Prisma.empty;
  const passes = labelConditions(projectId, filter);
  const counts = states.map(
    (
      state,
    ) => Prisma.sql`SELECT ${key} AS "key", coalesce(${sumOf(unit)} FILTER (WHERE ${passes}), 0)::float8 AS "count",
      sum(count(*)) OVER () >= ${readLimit(filter)} AS "more" FROM ${countedLabels(projectId, state, filter)} l ${join} GROUP BY 1`,
  );
  return await summed(counts);
}

/** Chips whose labels are counted by class in a state, of those that pass the rest of a filter; fewer where suspicion is read with each. */
const [MOST_OF_CLASS, MOST_SCORED_OF_CLASS] = [2000, 500];

/** Labels in some states that pass a filter, by class. */
export async function readClasses(
  projectId: ProjectId,
  states: readonly ReviewState[],
  filter: ChipFilter,
  unit: Unit,
): Promise<ReadCount[]> {
  if (states.length === 0) return [];
  const { scoreFrom, scoreTo, ...rest } = filter;
  const ofLabel = labelConditions(projectId, { scoreFrom, scoreTo });
  const isScored = scoreFrom !== undefined || scoreTo !== undefined;
  const most = isScored ? MOST_SCORED_OF_CLASS : MOST_OF_CLASS;
  const counts = states.map(
    (
      state,
    ) => Prisma.sql`SELECT l."code"::text AS "key", ${sumOf(unit)}::float8 AS "count", bool_or(w."more") AS "more"
      FROM (SELECT l."chipId", count(*) OVER () >= ${most} OR l."read" >= ${readLimit(rest)} AS "more"
        FROM (SELECT l.*, count(*) OVER () AS "read" FROM ${countedLabels(projectId, state, rest, WHOLE)} l) l
        WHERE ${labelConditions(projectId, rest)} LIMIT ${most}) w
      JOIN "ChipLabel" l ON l."chipId" = w."chipId" AND l."code" <> ${WHOLE}::smallint
      WHERE ${ofLabel} GROUP BY 1`,
  );
  return await summed(counts);
}

function sumOf(unit: Unit): Prisma.Sql {
  return unit === 'chips' ? Prisma.sql`count(*)` : Prisma.sql`sum(l."cells")`;
}

async function summed(counts: readonly Prisma.Sql[]): Promise<ReadCount[]> {
  return await db().$queryRaw<ReadCount[]>`
    SELECT t."key", sum(t."count")::float8 AS "count", bool_or(t."more") AS "more"
    FROM (${Prisma.join([...counts], ' UNION ALL ')}) t GROUP BY 1`;
}

/** Chips without submitted labels that a count reads at most in a state. */
const MOST_READ = 20_000;

/** Chips in some states without submitted labels that pass a filter that no stored sum knows, by state, split and survey. */
export async function readChips(
  projectId: ProjectId,
  states: readonly UnlabelledState[],
  filter: ChipFilter,
): Promise<{ state: ChipState; split: Split; survey: string; count: number; more: boolean }[]> {
  const counts = states.flatMap((state) => {
    const of = chipConditions(projectId, state, filter);
    if (!of) return [];
    return [
      Prisma.sql`(SELECT ${state}::text AS "state", c."split", c."assetId" FROM "Chip" c
        WHERE c."projectId" = ${projectId}::uuid AND ${of} LIMIT ${MOST_READ})`,
    ];
  });
  if (counts.length === 0) return [];
  return await db().$queryRaw`
    SELECT t."state", t."split"::text AS "split", a."survey", count(*)::float8 AS "count", sum(count(*)) OVER () >= ${MOST_READ} AS "more"
    FROM (${Prisma.join(counts, ' UNION ALL ')}) t JOIN "Asset" a ON a."id" = t."assetId" GROUP BY 1, 2, 3`;
}

/** Chips that people began or got back, by person. */
export async function openByPerson(
  projectId: ProjectId,
  states: readonly ChipState[],
  filter: ChipFilter,
): Promise<(ReadCount & { state: ChipState })[]> {
  const status = { begun: 'IN_PROGRESS', returned: 'RETURNED' };
  const wanted = (['begun', 'returned'] as const).filter((state) => states.includes(state));
  if (wanted.length === 0) return [];
  const counts = wanted.map(
    (state) => Prisma.sql`SELECT ${state}::text AS "state", l."userId"::text AS "key" FROM (
        SELECT c."id" FROM "Chip" c
        WHERE c."projectId" = ${projectId}::uuid AND ${chipConditions(projectId, state, filter) ?? Prisma.sql`false`} LIMIT ${MOST_READ}) c
      JOIN "Labelling" l ON l."chipId" = c."id" AND l."kind" = 'PERSON' AND l."status" = ${status[state]}::"LabellingStatus"`,
  );
  return await db().$queryRaw`
    SELECT t."state", t."key", count(*)::float8 AS "count", sum(count(*)) OVER () >= ${MOST_READ} AS "more"
    FROM (${Prisma.join(counts, ' UNION ALL ')}) t GROUP BY 1, 2`;
}

/** Labels of these chips in some states that pass a filter, a row a chip and code; code 0 is the whole chip. */
export async function countsOfChips(
  projectId: ProjectId,
  states: readonly ChipState[],
  filter: ChipFilter,
  chipIds: readonly string[],
): Promise<{ state: ChipState; code: number; split: Split; survey: string; cells: number }[]> {
  const { class: _, ...rest } = filter;
  return await db().$queryRaw`
    SELECT lower(l."state"::text) AS "state", l."code"::int AS "code", l."split"::text AS "split", a."survey", l."cells"
    FROM "ChipLabel" l JOIN "Asset" a ON a."id" = l."assetId"
    WHERE l."chipId" = ANY (${[...chipIds]}::uuid[]) AND lower(l."state"::text) = ANY (${[...states]}::text[])
      AND ${labelConditions(projectId, rest)}`;
}
