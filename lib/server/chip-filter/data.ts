import { Prisma } from '@/generated/prisma/client';
import type { ProjectId } from '@/lib/core/ids';
import { NOBODY } from '@/lib/domain/review/nobody';
import type {
  ChipCursor,
  ChipFilter,
  ReviewState,
  StoredOrder,
  UnlabelledState,
} from '@/lib/domain/chip-filter/schema';
import { db } from '@/lib/server/db/client';
import { isOrNobodySql } from '@/lib/server/db/nobody';

// A filter as SQL: the one place that says what each facet means. Rows of ChipLabel are `l` here, of Chip `c`.

/** Code of the row of ChipLabel that stands for the whole chip. */
export const WHOLE = 0;

/** What a filter asks of labels in one state: of the label that is asked for, else of the whole chip. */
export function labelsWhere(
  projectId: ProjectId,
  state: ReviewState,
  filter: ChipFilter,
): Prisma.Sql {
  return Prisma.sql`l."projectId" = ${projectId}::uuid AND l."state" = ${state.toUpperCase()}::"ReviewState"
    AND l."code" = ${filter.class ?? WHOLE}::smallint AND ${labelConditions(projectId, filter)}`;
}

/** Everything of a filter but state and class. */
export function labelConditions(projectId: ProjectId, filter: ChipFilter): Prisma.Sql {
  const { person, version, from, to, scoreFrom, scoreTo, several, comments } = filter;
  const all = sharedConditions(Prisma.sql`l`, projectId, filter);
  if (person !== undefined) all.push(isOrNobodySql(Prisma.sql`l."userId"`, person));
  if (version !== undefined) all.push(isOrNobodySql(Prisma.sql`l."versionId"`, version));
  if (from !== undefined) all.push(Prisma.sql`l."at" >= ${startOf(from)}`);
  if (to !== undefined) all.push(Prisma.sql`l."at" < ${startOf(to)} + interval '1 day'`);
  if (scoreFrom !== undefined) all.push(Prisma.sql`-l."suspicion" <= -(${scoreFrom}::float8)`);
  if (scoreTo !== undefined) {
    // what nobody knows is -1
    all.push(Prisma.sql`-l."suspicion" >= -(${scoreTo}::float8) AND -l."suspicion" <= 0`);
  }
  if (several === true) all.push(Prisma.sql`l."people" >= 2`);
  if (comments === 'open') {
    all.push(
      Prisma.sql`l."chipId" IN (SELECT c."id" FROM "Chip" c WHERE c."projectId" = ${projectId}::uuid AND c."openComments" > 0)`,
    );
  }
  return Prisma.join(all, ' AND ');
}

const UNLABELLED_STATES: Record<UnlabelledState, Prisma.Sql> = {
  untouched: Prisma.sql`c."status" = 'UNTOUCHED' AND c."skippedReason" IS NULL`,
  begun: Prisma.sql`c."status" = 'IN_PROGRESS' AND c."skippedReason" IS NULL`,
  returned: Prisma.sql`c."status" = 'RETURNED' AND c."skippedReason" IS NULL`,
  excluded: Prisma.sql`c."status" IN ('UNTOUCHED', 'IN_PROGRESS', 'RETURNED') AND c."skippedReason" IS NOT NULL`,
};
/** What only submitted labels have. */
const OF_LABELS = ['class', 'version', 'from', 'to', 'scoreFrom', 'scoreTo', 'several'] as const;

/** What a filter asks of chips `c` in a state without submitted labels; null: none of them passes. */
export function chipConditions(
  projectId: ProjectId,
  state: UnlabelledState,
  filter: ChipFilter,
): Prisma.Sql | null {
  if (OF_LABELS.some((name) => filter[name] !== undefined)) return null;
  const all = [UNLABELLED_STATES[state], ...sharedConditions(Prisma.sql`c`, projectId, filter)];
  const { person, comments } = filter;
  if (comments === 'open') all.push(Prisma.sql`c."openComments" > 0`);
  if (person !== undefined) {
    if (person === NOBODY || (state !== 'begun' && state !== 'returned')) return null;
    const status = state === 'begun' ? 'IN_PROGRESS' : 'RETURNED';
    all.push(
      Prisma.sql`c."id" IN (SELECT l."chipId" FROM "Labelling" l WHERE l."userId" = ${person}::uuid AND l."status" = ${status}::"LabellingStatus" AND l."kind" = 'PERSON')`,
    );
  }
  return Prisma.join(all, ' AND ');
}

/** What a filter asks of picture and split, of rows that have both. */
export function sharedConditions(
  row: Prisma.Sql,
  projectId: ProjectId,
  { asset, survey, split }: ChipFilter,
): Prisma.Sql[] {
  const all = [Prisma.sql`true`];
  if (asset !== undefined) all.push(Prisma.sql`${row}."assetId" = ${asset}::uuid`);
  if (survey !== undefined) {
    all.push(
      Prisma.sql`${row}."assetId" IN (SELECT a."id" FROM "Asset" a WHERE a."projectId" = ${projectId}::uuid AND a."survey" = ${survey})`,
    );
  }
  if (split !== undefined) all.push(Prisma.sql`${row}."split" = ${split}::"Split"`);
  return all;
}

function startOf(day: string): Prisma.Sql {
  return Prisma.sql`(${day}::date::timestamp AT TIME ZONE 'UTC')`;
}

interface Order {
  /** what a cursor names of a row */
  key: Prisma.Sql;
  /** what rows are ordered by: an index of ChipLabel has these after project, state and code */
  by: readonly Prisma.Sql[];
  at: (cursor: ChipCursor) => readonly Prisma.Sql[];
  /** the smallest first */
  rises: boolean;
}

const ORDERS: Record<StoredOrder, (row: Prisma.Sql) => Order> = {
  number: (row) => ({
    key: Prisma.sql`${row}."number"::float8`,
    by: [Prisma.sql`${row}."number"`],
    at: ({ number }) => [Prisma.sql`${number}::int`],
    rises: true,
  }),
  suspicion: (row) => ({
    key: Prisma.sql`${row}."suspicion"`,
    by: [Prisma.sql`-${row}."suspicion"`, Prisma.sql`${row}."number"`],
    at: ({ key, number }) => [Prisma.sql`-(${key}::float8)`, Prisma.sql`${number}::int`],
    rises: true,
  }),
  newest: (row) => ({
    key: Prisma.sql`extract(epoch FROM ${row}."at")::float8 * 1000`,
    by: [Prisma.sql`${row}."at"`, Prisma.sql`${row}."number"`],
    at: ({ key, number }) => [
      Prisma.sql`to_timestamp(${key}::float8 / 1000)`,
      Prisma.sql`${number}::int`,
    ],
    rises: false,
  }),
  random: (row) => ({
    key: Prisma.sql`${row}."draw"`,
    by: [Prisma.sql`${row}."draw"`, Prisma.sql`${row}."number"`],
    at: ({ key, number }) => [Prisma.sql`${key}::float8`, Prisma.sql`${number}::int`],
    rises: true,
  }),
};

/**
 * An order of rows `l`, or `row`: what a cursor names, what they are ordered by, and which come after a cursor. `back`: the other way
 * round; `inclusive`: the cursor's own row too.
 */
export function orderOf(
  order: StoredOrder,
  after: ChipCursor | undefined,
  { back = false, inclusive = false, row = Prisma.sql`l` } = {},
): { key: Prisma.Sql; by: Prisma.Sql; after: Prisma.Sql } {
  const { key, by, at, rises } = ORDERS[order](row);
  const up = rises !== back;
  const direction = up ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const than = Prisma.raw(`${up ? '>' : '<'}${inclusive ? '=' : ''}`);
  return {
    key,
    by: Prisma.join(by.map((column) => Prisma.sql`${column} ${direction}`)),
    after: after
      ? Prisma.sql`(${Prisma.join([...by])}) ${than} (${Prisma.join([...at(after)])})`
      : Prisma.sql`true`,
  };
}

/** Rows that a count reads at most: what it found is a least then, "1,000+". Suspicion is in no index with what else is counted. */
const [MOST_READ, MOST_SCORED] = [20_000, 1000];

/** Rows that a count of a filter reads at most in a state. */
export function readLimit({ scoreFrom, scoreTo }: ChipFilter): number {
  return scoreFrom === undefined && scoreTo === undefined ? MOST_READ : MOST_SCORED;
}

/** How many there are; `more`: at least so many, not all were looked at. */
export interface BoundedCount {
  count: number;
  more: boolean;
}

/**
 * Rows `l` of ChipLabel in one state for counting, at most `readLimit`, by what an index finds: of a picture or person or with open
 * comments, else the most suspicious of a range, else from the newest on. What else a filter asks is for the reader of them.
 */
export function countedLabels(
  projectId: ProjectId,
  state: ReviewState,
  filter: ChipFilter,
  code: number = filter.class ?? WHOLE,
): Prisma.Sql {
  const { asset, person, comments, from, to, scoreFrom, scoreTo } = filter;
  const isFew = [asset, person, comments].some((value) => value !== undefined);
  const isScored = readLimit(filter) !== MOST_READ;
  const found = isFew
    ? { asset, comments, ...(asset === undefined ? { person } : {}) }
    : isScored
      ? { scoreFrom, scoreTo }
      : { from, to };
  const order = Prisma.sql`ORDER BY ${orderOf(isScored ? 'suspicion' : 'newest', undefined).by}`;
  return Prisma.sql`(SELECT l."chipId", l."userId", l."versionId", l."assetId", l."split", l."at", l."people", l."suspicion", l."cells"
    FROM "ChipLabel" l
    WHERE l."projectId" = ${projectId}::uuid AND l."state" = ${state.toUpperCase()}::"ReviewState" AND l."code" = ${code}::smallint
      AND ${labelConditions(projectId, found)} ${isFew ? Prisma.empty : order} LIMIT ${readLimit(filter)})`;
}

/** How many chips in one state pass a filter. */
export async function countLabels(
  projectId: ProjectId,
  state: ReviewState,
  filter: ChipFilter,
): Promise<BoundedCount> {
  const [row] = await db().$queryRaw<BoundedCount[]>`
    SELECT count(*) FILTER (WHERE ${labelConditions(projectId, filter)})::int AS "count", count(*) >= ${readLimit(filter)} AS "more"
    FROM ${countedLabels(projectId, state, filter)} l`;
  return row ?? { count: 0, more: false };
}
