import { instant } from '@/lib/core/clock';
import type { ProjectId } from '@/lib/core/ids';
import type { PersonLine } from '@/lib/domain/project/overview';
import { PACE_DAYS } from '@/lib/domain/project/overview';
import { roleAllows } from '@/lib/server/auth/gate';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Agreement is counted on so many of a person's latest confirmed chips, so that the page stays quick. */
const AGREEMENT_CHIPS = 200;

/** The project's people with their work; a labeler is shown only their own line. */
export async function listPeople(project: ProjectScope, userId: string): Promise<PersonLine[]> {
  const all = roleAllows(project.role, 'REVIEWER');
  const members = await db().membership.findMany({
    where: { projectId: project.projectId, ...(all ? {} : { userId }) },
    select: { role: true, user: { select: { id: true, name: true } } },
    orderBy: { user: { name: 'asc' } },
  });
  const [work, agreement] = await Promise.all([
    countWork(project.projectId),
    countAgreement(project.projectId),
  ]);
  const today = Math.floor(instant().getTime() / DAY_MS);
  return members.map(({ role, user }) => {
    const own = work.filter((row) => row.userId === user.id);
    const pace = Array.from({ length: PACE_DAYS }, (_, i) => {
      const day = today - PACE_DAYS + 1 + i;
      return sum(own.filter((row) => row.day === day).map((row) => row.labelled + row.reviewed));
    });
    const same = agreement.find((row) => row.userId === user.id);
    return {
      userId: user.id,
      name: user.name,
      role,
      labelled: sum(own.map((row) => row.labelled)),
      reviewed: sum(own.map((row) => row.reviewed)),
      pace,
      agreement: { same: same?.same ?? 0, cells: same?.cells ?? 0 },
    };
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Chips that each person submitted, and confirmed or returned, by day since 1970 (UTC); a chip counts once a day. */
async function countWork(
  projectId: ProjectId,
): Promise<{ userId: string; day: number; labelled: number; reviewed: number }[]> {
  return await db().$queryRaw`
    SELECT e."actorId" AS "userId",
      floor(extract(epoch FROM e."at") / 86400)::int AS day,
      count(DISTINCT l."chipId") FILTER (WHERE e."kind" = 'SUBMIT')::int AS labelled,
      count(DISTINCT l."chipId") FILTER (WHERE e."kind" IN ('ACCEPT', 'RETURN'))::int AS reviewed
    FROM "LabelEvent" e
    JOIN "Labelling" l ON l."id" = e."labellingId"
    JOIN "Chip" c ON c."id" = l."chipId"
    WHERE c."projectId" = ${projectId}::uuid AND e."actorId" IS NOT NULL
      AND e."kind" IN ('SUBMIT', 'ACCEPT', 'RETURN')
    GROUP BY 1, 2`;
}

/** Cells of confirmed chips where person and consensus both say something, and where they say the same. */
async function countAgreement(
  projectId: ProjectId,
): Promise<{ userId: string; same: number; cells: number }[]> {
  return await db().$queryRaw`
    WITH pairs AS (
      SELECT p."userId", p."cells" AS own, s."cells" AS settled,
        row_number() OVER (PARTITION BY p."userId" ORDER BY c."confirmedAt" DESC) AS place
      FROM "Chip" c
      JOIN "Labelling" p ON p."chipId" = c."id" AND p."kind" = 'PERSON' AND p."submittedAt" IS NOT NULL
      JOIN "Labelling" s ON s."chipId" = c."id" AND s."kind" = 'CONSENSUS'
      WHERE c."projectId" = ${projectId}::uuid AND c."status" = 'CONFIRMED'
    )
    SELECT "userId", count(*)::int AS cells,
      count(*) FILTER (WHERE get_byte(own, i) = get_byte(settled, i))::int AS same
    FROM pairs, generate_series(0, least(octet_length(own), octet_length(settled)) - 1) AS i
    WHERE place <= ${AGREEMENT_CHIPS} AND get_byte(own, i) <> 0 AND get_byte(settled, i) <> 0
    GROUP BY 1`;
}
