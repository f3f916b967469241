import { Prisma } from '@/generated/prisma/client';
import type { Split } from '@/generated/prisma/enums';
import type { ProjectId } from '@/lib/core/ids';
import { hasLabels } from '@/lib/domain/chip-filter/schema';
import type {
  ChipFilter,
  ChipState,
  ReviewState,
  UnlabelledState,
} from '@/lib/domain/chip-filter/schema';
import { cursorOf } from '@/lib/domain/chip-table/schema';
import type { TableOrder, TablePlace } from '@/lib/domain/chip-table/schema';
import {
  chipConditions,
  labelConditions,
  labelsWhere,
  orderOf,
} from '@/lib/server/chip-filter/data';
import { db } from '@/lib/server/db/client';
import { IS_MASKED } from '@/lib/server/ground-truth/masked/data';

/** A chip of the table and its place. */
export interface TablePosition extends TablePlace {
  chipId: string;
  state: ChipState;
}

/** A part of the table: from a place on, or after it; `back`: before it, nearest first. */
export interface TablePart {
  order: TableOrder;
  reverse: boolean;
  back: boolean;
  from: TablePlace | undefined;
  /** the place itself too */
  inclusive: boolean;
  limit: number;
}

/**
 * Chips of a filter in an order, the first of each state: `limit` of all of them are among these, in no order. Each state is a step
 * in an index. `masked`: ids of chips that are none of these to the reader. Only chips with labels have keys in other orders than by number; the others come after them.
 */
export async function tablePositions(
  projectId: ProjectId,
  states: readonly ChipState[],
  filter: ChipFilter,
  part: TablePart,
  masked: readonly string[] = [],
): Promise<TablePosition[]> {
  const branches = states.flatMap((state) => {
    const branch = hasLabels(state)
      ? labelBranch(projectId, state, filter, part, masked)
      : chipBranch(projectId, state, filter, part, masked);
    return branch ? [branch] : [];
  });
  if (branches.length === 0) return [];
  return await db().$queryRaw<TablePosition[]>(Prisma.join(branches, ' UNION ALL '));
}

function labelBranch(
  projectId: ProjectId,
  state: ReviewState,
  filter: ChipFilter,
  { order, reverse, back, from, inclusive, limit }: TablePart,
  masked: readonly string[],
): Prisma.Sql | null {
  const isLast = from?.key === null;
  if (isLast && !back) return null;
  const after = from === undefined || isLast ? undefined : cursorOf(from);
  const by = orderOf(order, after, { back: reverse !== back, inclusive });
  return Prisma.sql`(SELECT l."chipId", l."number", ${state}::text AS "state", ${by.key} AS "key" FROM "ChipLabel" l
    WHERE ${labelsWhere(projectId, state, filter)} AND ${isNoneOf(Prisma.sql`l."chipId"`, masked)} AND ${by.after}
    ORDER BY ${by.by} LIMIT ${limit})`;
}

function isNoneOf(id: Prisma.Sql, ids: readonly string[]): Prisma.Sql {
  return ids.length === 0 ? Prisma.sql`true` : Prisma.sql`${id} <> ALL (${[...ids]}::uuid[])`;
}

function chipBranch(
  projectId: ProjectId,
  state: UnlabelledState,
  filter: ChipFilter,
  { order, reverse, back, from, inclusive, limit }: TablePart,
  masked: readonly string[],
): Prisma.Sql | null {
  const conditions = chipConditions(projectId, state, filter);
  const keyed = order === 'number';
  // they come after all chips that have a key
  if (!conditions || (!keyed && back && from?.key !== null)) return null;
  const after = from === undefined || (!keyed && from.key !== null) ? undefined : cursorOf(from);
  const turned = keyed ? reverse !== back : back;
  const by = orderOf('number', after, { back: turned, inclusive, row: Prisma.sql`c` });
  const columns = Prisma.sql`c."id" AS "chipId", c."number", ${state}::text AS "state",
    ${keyed ? Prisma.sql`c."number"::float8` : Prisma.sql`NULL::float8`} AS "key"`;
  const where = Prisma.sql`${conditions} AND ${isNoneOf(Prisma.sql`c."id"`, masked)} AND ${by.after}`;
  const { survey, asset } = filter;
  if (survey === undefined || asset !== undefined) {
    return Prisma.sql`(SELECT ${columns} FROM "Chip" c
      WHERE c."projectId" = ${projectId}::uuid AND ${where} ORDER BY ${by.by} LIMIT ${limit})`;
  }
  // of a survey's pictures those whose first chip comes first: the first chips of all are among theirs
  return Prisma.sql`(SELECT x.* FROM (
      SELECT a."id" FROM "Asset" a CROSS JOIN LATERAL (
        SELECT c."number" FROM "Chip" c WHERE c."assetId" = a."id" AND ${where} ORDER BY ${by.by} LIMIT 1) c
      WHERE a."projectId" = ${projectId}::uuid AND a."survey" = ${survey} ORDER BY ${by.by} LIMIT ${limit}) a
    CROSS JOIN LATERAL (
      SELECT ${columns} FROM "Chip" c WHERE c."assetId" = a."id" AND ${where} ORDER BY ${by.by} LIMIT ${limit}) x
    ORDER BY x."number" ${turned ? Prisma.sql`DESC` : Prisma.sql`ASC`} LIMIT ${limit})`;
}

/**
 * The same of ground truth chips that look to a labeler like others (lib/server/ground-truth/masked): where they stand to them. They
 * are few; each state reads all of them.
 */
export async function maskedPositions(
  projectId: ProjectId,
  userId: string,
  states: readonly ChipState[],
  filter: ChipFilter,
  { order, reverse, back, from, inclusive, limit }: TablePart,
): Promise<TablePosition[]> {
  const branches = states.flatMap((state) => {
    const found = maskedIn(projectId, userId, state, filter);
    if (!found) return [];
    const keyed = order === 'number' || state === 'waiting';
    const isLast = from?.key === null;
    if (keyed ? isLast && !back : back && !isLast) return [];
    const after = from === undefined || isLast === keyed ? undefined : cursorOf(from);
    const turned = keyed ? reverse !== back : back;
    const by = orderOf(keyed ? order : 'number', after, { back: turned, inclusive });
    return [
      Prisma.sql`(SELECT l."chipId", l."number", ${state}::text AS "state", ${keyed ? by.key : Prisma.sql`NULL::float8`} AS "key"
        FROM ${found} l WHERE ${by.after} ORDER BY ${by.by} LIMIT ${limit})`,
    ];
  });
  if (branches.length === 0) return [];
  return await db().$queryRaw<TablePosition[]>(Prisma.join(branches, ' UNION ALL '));
}

const MASKED_STATES: Partial<Record<ChipState, Prisma.Sql>> = {
  untouched: Prisma.sql`g."revision" = 0 AND k."chipId" IS NULL`,
  begun: Prisma.sql`g."revision" > 0 AND g."status" = 'IN_PROGRESS' AND k."chipId" IS NULL`,
  waiting: Prisma.sql`g."status" = 'SUBMITTED'`,
  excluded: Prisma.sql`g."status" = 'IN_PROGRESS' AND k."chipId" IS NOT NULL`,
};

/** Those in a state that pass a filter, as rows like ChipLabel's; null: none does. */
function maskedIn(
  projectId: ProjectId,
  userId: string,
  state: ChipState,
  filter: ChipFilter,
): Prisma.Sql | null {
  const is = MASKED_STATES[state];
  if (!is || filter.class !== undefined) return null;
  const unlabelled = !hasLabels(state);
  if (unlabelled && (filter.from !== undefined || filter.to !== undefined)) return null;
  if (filter.person !== undefined && state !== 'begun' && state !== 'waiting') return null;
  return Prisma.sql`(SELECT l.* FROM (
      SELECT g."chipId", g."userId", NULL::uuid AS "versionId", c."assetId", c."split", c."number", c."draw", g."submittedAt" AS "at",
        1 AS "people", -1::float8 AS "suspicion"
      FROM "GroundTruthLabelling" g JOIN "Chip" c ON c."id" = g."chipId"
      LEFT JOIN "ChipSkip" k ON k."chipId" = g."chipId" AND k."userId" = g."userId" AND k."excluded"
      WHERE g."projectId" = ${projectId}::uuid AND g."userId" = ${userId}::uuid AND ${IS_MASKED} AND ${is}) l
    WHERE ${labelConditions(projectId, filter)})`;
}

/** How many of them there are, by a facet that their chips have. */
export async function countMasked(
  projectId: ProjectId,
  userId: string,
  state: ChipState,
  filter: ChipFilter,
): Promise<{ split: Split; survey: string; count: number }[]> {
  const found = maskedIn(projectId, userId, state, filter);
  if (!found) return [];
  return await db().$queryRaw`
    SELECT l."split"::text AS "split", a."survey", count(*)::float8 AS "count"
    FROM ${found} l JOIN "Asset" a ON a."id" = l."assetId" GROUP BY 1, 2`;
}

export type TableChip = Awaited<ReturnType<typeof tableRows>>[number];

/** Chips by id, in no order, with all that columns show. */
export async function tableRows(projectId: ProjectId, ids: readonly string[]) {
  return await db().chip.findMany({
    where: { id: { in: [...ids] }, projectId },
    select: {
      ...{ id: true, number: true, imageSha: true, status: true, split: true, confirmedAt: true },
      asset: { select: { name: true, survey: true } },
      confirmedBy: { select: { name: true } },
      labellings: {
        where: { kind: 'PERSON' },
        orderBy: [{ submittedAt: 'asc' }, { id: 'asc' }],
        select: { submittedAt: true, user: { select: { id: true, name: true } } },
      },
      labels: {
        orderBy: { code: 'asc' },
        select: { code: true, cells: true, suspicion: true, versionId: true },
      },
    },
  });
}
