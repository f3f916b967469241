import { instant } from '@/lib/core/clock';
import type { ProjectId } from '@/lib/core/ids';
import type { PersonLine } from '@/lib/domain/project/overview';
import { PACE_DAYS } from '@/lib/domain/project/overview';
import { roleAllows } from '@/lib/server/auth/gate';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Agreement is that of so many of a person's latest confirmed chips: it says how they label now. */
const AGREEMENT_CHIPS = 200;

/** The project's people with their work; a labeler is shown only their own line. */
export async function listPeople(project: ProjectScope, userId: string): Promise<PersonLine[]> {
  const all = roleAllows(project.role, 'REVIEWER');
  const members = await db().membership.findMany({
    where: { projectId: project.projectId, ...(all ? {} : { userId }) },
    select: { role: true, user: { select: { id: true, name: true } } },
    orderBy: { user: { name: 'asc' } },
  });
  const ids = members.map(({ user }) => user.id);
  const today = Math.floor(instant().getTime() / DAY_MS);
  const [work, days, agreement] = await Promise.all([
    readWork(project.projectId, ids),
    readDays(project.projectId, ids, today - PACE_DAYS + 1),
    readAgreement(project.projectId, ids),
  ]);
  return members.map(({ role, user }) => {
    const own = work.find((row) => row.userId === user.id);
    const pace = Array.from({ length: PACE_DAYS }, (_, i) => {
      const day = today - PACE_DAYS + 1 + i;
      return days.find((row) => row.userId === user.id && row.day === day)?.chips ?? 0;
    });
    const same = agreement.find((row) => row.userId === user.id);
    return {
      userId: user.id,
      name: user.name,
      role,
      labelled: own?.labelled ?? 0,
      reviewed: own?.reviewed ?? 0,
      pace,
      agreement: { same: same?.same ?? 0, cells: same?.cells ?? 0 },
    };
  });
}

/** Chips that each person submitted, and confirmed or returned, a chip once a day: counted where they change. */
async function readWork(
  projectId: ProjectId,
  userIds: readonly string[],
): Promise<{ userId: string; labelled: number; reviewed: number }[]> {
  return await db().$queryRaw`
    SELECT "userId",
      coalesce(sum("chips") FILTER (WHERE "kind" = 'SUBMIT'), 0)::float8 AS labelled,
      coalesce(sum("chips") FILTER (WHERE "kind" <> 'SUBMIT'), 0)::float8 AS reviewed
    FROM "DailyWork" WHERE "projectId" = ${projectId}::uuid AND "userId" = ANY (${[...userIds]}::uuid[])
    GROUP BY 1`;
}

/** The same by day since 1970 (UTC), all kinds together, from day `first` on. */
async function readDays(
  projectId: ProjectId,
  userIds: readonly string[],
  first: number,
): Promise<{ userId: string; day: number; chips: number }[]> {
  return await db().$queryRaw`
    SELECT "userId", "day" - DATE '1970-01-01' AS day, sum("chips")::float8 AS chips
    FROM "DailyWork" WHERE "projectId" = ${projectId}::uuid AND "userId" = ANY (${[...userIds]}::uuid[])
      AND "day" >= DATE '1970-01-01' + ${first}::int
    GROUP BY 1, 2`;
}

/** Cells of people's latest confirmed chips where they and the consensus both say something, and where they say the same. */
async function readAgreement(
  projectId: ProjectId,
  userIds: readonly string[],
): Promise<{ userId: string; same: number; cells: number }[]> {
  return await db().$queryRaw`
    SELECT u."id" AS "userId", sum(a."same")::float8 AS same, sum(a."cells")::float8 AS cells
    FROM unnest(${[...userIds]}::uuid[]) AS u("id"), LATERAL (
      SELECT "same", "cells" FROM "LabelAgreement"
      WHERE "projectId" = ${projectId}::uuid AND "userId" = u."id"
      ORDER BY "confirmedAt" DESC LIMIT ${AGREEMENT_CHIPS}) a
    GROUP BY 1`;
}
