import { Prisma } from '@/generated/prisma/client';
import type { ChipStatus } from '@/generated/prisma/enums';
import type { ProjectId } from '@/lib/core/ids';
import type { RoleName } from '@/lib/domain/member/schema';
import type { Step, Work } from '@/lib/domain/progress/schema';
import type { ShareSums } from '@/lib/domain/progress/share';
import { db } from '@/lib/server/db/client';

/** Days of a project, both counted; `from` null: from the first one. */
export interface Days {
  from: string | null;
  to: string;
}

/** What a person did in a step, with the sums of what became of it. */
export interface WorkRow extends Work {
  userId: string;
  /** the step's first day */
  day: string;
  agreed: ShareSums;
  overruled: ShareSums;
}

type Judged = 'agreed' | 'overruled';

type FlatRow = Work & { userId: string; day: string } & Record<
    `${Judged}_${keyof ShareSums}`,
    number
  >;

function startSql(step: Step): Prisma.Sql {
  if (step === 'day') return Prisma.sql`"day"`;
  return step === 'week'
    ? Prisma.sql`date_trunc('week', "day"::timestamp)::date`
    : Prisma.sql`date_trunc('month', "day"::timestamp)::date`;
}

/**
 * What each person did in each step of a project, by day and name of the person: out of figures that are stored where they change, so
 * its cost goes with people and days, whatever the number of chips and events. `userId`: of this person only.
 */
export async function readWork(
  projectId: ProjectId,
  { from, to }: Days,
  step: Step,
  userId: string | null = null,
): Promise<WorkRow[]> {
  const wanted = Prisma.sql`"projectId" = ${projectId}::uuid AND "day" <= ${to}::date
    ${from === null ? Prisma.empty : Prisma.sql`AND "day" >= ${from}::date`}
    ${userId === null ? Prisma.empty : Prisma.sql`AND "userId" = ${userId}::uuid`}`;
  const key = Prisma.sql`SELECT "userId", ${startSql(step)} AS "day"`;
  const rows = await db().$queryRaw<FlatRow[]>`
    WITH work AS (
      ${key}, sum("chips") FILTER (WHERE "kind" = 'SUBMIT') AS "submitted", sum("chips") FILTER (WHERE "kind" = 'ACCEPT') AS "accepted",
        sum("chips") FILTER (WHERE "kind" = 'RETURN') AS "sentBack", sum("cells") FILTER (WHERE "kind" <> 'SUBMIT') AS "reviewedCells"
      FROM "DailyWork" WHERE ${wanted} GROUP BY 1, 2
    ), activity AS (
      ${key}, sum("activeMs") AS "activeMs", sum("cells") AS "cells", sum("shownChips") AS "chips", sum("shown") AS "n",
        sum("overruled") AS "k", sum("shownSquares") AS "nn", sum("cross") AS "kn", sum("overruledSquares") AS "kk"
      FROM "DailyActivity" WHERE ${wanted} GROUP BY 1, 2
    ), outcome AS (
      ${key}, sum("confirmed") AS "chips", sum("returned") AS "returned", sum("cells") AS "n", sum("same") AS "k",
        sum("cellsSquares") AS "nn", sum("cross") AS "kn", sum("sameSquares") AS "kk"
      FROM "DailyOutcome" WHERE ${wanted} GROUP BY 1, 2
    )
    SELECT "userId", "day"::text AS "day",
      ${numbers({
        submitted: 'w."submitted"',
        accepted: 'w."accepted"',
        sentBack: 'w."sentBack"',
        reviewedCells: 'w."reviewedCells"',
        activeMs: 'a."activeMs"',
        cells: 'a."cells"',
        confirmed: 'o."chips"',
        returned: 'o."returned"',
        ...sums('agreed', 'o'),
        ...sums('overruled', 'a'),
      })}
    FROM work w FULL JOIN activity a USING ("userId", "day") FULL JOIN outcome o USING ("userId", "day")
    ORDER BY "day", "userId"`;
  return rows.map(toWorkRow);
}

function sums(name: Judged, table: string): Record<string, string> {
  const keys = ['chips', 'n', 'k', 'nn', 'kn', 'kk'] as const;
  return Object.fromEntries(keys.map((key) => [`${name}_${key}`, `${table}."${key}"`]));
}

/** Columns as numbers, 0 where a person has none; the names are this file's own. */
function numbers(columns: Record<string, string>): Prisma.Sql {
  return Prisma.raw(
    Object.entries(columns)
      .map(([name, of]) => `coalesce(${of}, 0)::float8 AS "${name}"`)
      .join(', '),
  );
}

function toWorkRow(row: FlatRow): WorkRow {
  const sumsOf = (name: Judged): ShareSums => ({
    chips: row[`${name}_chips`],
    n: row[`${name}_n`],
    k: row[`${name}_k`],
    nn: row[`${name}_nn`],
    kn: row[`${name}_kn`],
    kk: row[`${name}_kk`],
  });
  const { userId, day, submitted, cells, confirmed, returned } = row;
  const { accepted, sentBack, reviewedCells, activeMs } = row;
  return {
    ...{ userId, day, submitted, cells, confirmed, returned },
    ...{ accepted, sentBack, reviewedCells, activeMs },
    agreed: sumsOf('agreed'),
    overruled: sumsOf('overruled'),
  };
}

/** Chips that came into a state on a day, less those that left it. */
export interface StateChange {
  day: string;
  status: ChipStatus;
  chips: number;
}

/** All of a project until a day, oldest first. */
export async function readStateChanges(projectId: ProjectId, to: string): Promise<StateChange[]> {
  return await db().$queryRaw<StateChange[]>`
    SELECT "day"::text AS "day", "status"::text AS "status", sum("chips")::float8 AS "chips"
    FROM "DailyChipCount" WHERE "projectId" = ${projectId}::uuid AND "day" <= ${to}::date
    GROUP BY 1, 2 HAVING sum("chips") <> 0 ORDER BY 1`;
}

/** Somebody of whom there is progress. */
export interface ProgressPerson {
  userId: string;
  name: string;
  role: RoleName | null;
  /** a guest's labelling link, or the source of imported labels */
  guestOf: string | null;
}

/** A project's members, and those of the given people who are none: they left, or are guests. */
export async function readPeople(
  projectId: ProjectId,
  userIds: readonly string[],
): Promise<ProgressPerson[]> {
  return await db().$queryRaw<ProgressPerson[]>`
    SELECT u."id" AS "userId", u."name", m."role"::text AS "role", coalesce(k."name", g."source") AS "guestOf"
    FROM "User" u LEFT JOIN "Membership" m ON m."userId" = u."id" AND m."projectId" = ${projectId}::uuid
    LEFT JOIN "Guest" g ON g."userId" = u."id" LEFT JOIN "LabellingLink" k ON k."id" = g."linkId"
    WHERE u."id" = ANY (${[...userIds]}::uuid[])
      OR u."id" IN (SELECT "userId" FROM "Membership" WHERE "projectId" = ${projectId}::uuid)
    ORDER BY u."name", u."id"`;
}
