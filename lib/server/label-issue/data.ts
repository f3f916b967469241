import { z } from 'zod';
import { Prisma } from '@/generated/prisma/client';
import type { LabelIssueState } from '@/generated/prisma/enums';
import { ResultFile } from '@/lib/contracts/result';
import type { LabelIssuesSummary } from '@/lib/contracts/result';
import type { ProjectId } from '@/lib/core/ids';
import type { LastCheck } from '@/lib/domain/label-issue/due';
import type { LabelIssueQuery, LabelIssueVerdict } from '@/lib/domain/label-issue/schema';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';
import { isOrNobodySql } from '@/lib/server/db/nobody';
import type { KeptLabel } from '@/lib/server/kept-label/mutations';
import { RunnerParams } from '@/lib/server/jobs/schema';

const StoredResult = z.object({ result: ResultFile });

/** The last check of a project that succeeded. */
export interface Check {
  jobId: string;
  endedAt: Date;
  labelled: number;
  summary: LabelIssuesSummary;
}

/** The last check of a project that succeeded, or null. */
export async function findCheck(projectId: ProjectId): Promise<Check | null> {
  const job = await db().job.findFirst({
    where: { projectId, kind: 'LABEL_ISSUES', state: 'SUCCEEDED' },
    orderBy: { createdAt: 'desc' },
    select: { id: true, params: true, result: true, endedAt: true },
  });
  if (!job) return null;
  const { result } = StoredResult.parse(job.result);
  if (result.kind !== 'LABEL_ISSUES' || job.endedAt === null) {
    throw new Error(`job ${job.id} succeeded without the result of a check`);
  }
  const { labelled, chips } = RunnerParams.parse(job.params);
  const { id: jobId, endedAt } = job;
  return { jobId, endedAt, labelled: labelled ?? chips, summary: result.summary };
}

/** The check of a project that waits or runs, or null. */
export async function findActiveCheck(projectId: ProjectId): Promise<string | null> {
  const job = await db().job.findFirst({
    where: { projectId, kind: 'LABEL_ISSUES', state: { in: ['QUEUED', 'LEASED', 'RUNNING'] } },
    select: { id: true },
  });
  return job?.id ?? null;
}

/** Projects in use that have labels and no check under way, with what their last check had, whatever became of it. */
export async function projectsToCheck(): Promise<
  { projectId: ProjectId; labelled: number; last: LastCheck | null }[]
> {
  const rows = await db().$queryRaw<
    { projectId: ProjectId; labelled: number; params: unknown; result: unknown; changed: number }[]
  >`
    SELECT n."projectId", n."labelled", j."params", j."result", i."changed" FROM (
      SELECT "projectId", sum("chips")::float8 AS "labelled" FROM "ProjectChipCount"
      WHERE "status" IN ('SUBMITTED', 'CONFIRMED') GROUP BY 1 HAVING sum("chips") > 0) n
    JOIN "Project" p ON p."id" = n."projectId" AND p."archivedAt" IS NULL
    LEFT JOIN LATERAL (
      SELECT "state", "params", "result" FROM "Job" WHERE "projectId" = n."projectId" AND "kind" = 'LABEL_ISSUES'
      ORDER BY "createdAt" DESC LIMIT 1) j ON true,
    LATERAL (
      SELECT count(*)::int AS "changed" FROM "LabelIssue"
      WHERE "projectId" = n."projectId" AND "decidedAt" IS NOT NULL AND "state" = 'CHANGED') i
    WHERE j."state" IS NULL OR j."state" NOT IN ('QUEUED', 'LEASED', 'RUNNING')`;
  return rows.map(({ projectId, labelled, params, result, changed }) => {
    if (params === null) return { projectId, labelled, last: null };
    const before = RunnerParams.parse(params);
    const ended = StoredResult.safeParse(result).data?.result;
    const flagged = ended?.kind === 'LABEL_ISSUES' ? ended.summary.flagged : null;
    const last = { labelled: before.labelled ?? before.chips, flagged, changed };
    return { projectId, labelled, last };
  });
}

/** A label that may be wrong, as it is stored. */
export interface LabelIssueRow {
  chipId: string;
  cell: number;
  rank: number;
  given: number;
  suggested: number;
  probability: number;
  suggestedProbability: number;
  quality: number;
  isIssue: boolean;
  userId: string | null;
  name: string | null;
}

/** Labels that may be wrong and that nobody decided about since, from a rank on: steps in one index. `flagged`: how many are issues. */
export async function issuePage(
  projectId: ProjectId,
  query: LabelIssueQuery,
  flagged: number,
): Promise<LabelIssueRow[]> {
  const { class: given, person, all, cursor = 0, limit } = query;
  const conditions = [
    Prisma.sql`i."projectId" = ${projectId}::uuid AND i."state" = 'OPEN' AND i."rank" > ${cursor}::int`,
    // issues stand first
    ...(all ? [] : [Prisma.sql`i."rank" <= ${flagged}::int`]),
    ...(given === undefined ? [] : [Prisma.sql`i."given" = ${given}::smallint`]),
    ...(person === undefined ? [] : [isOrNobodySql(Prisma.sql`i."userId"`, person)]),
  ];
  return await db().$queryRaw<LabelIssueRow[]>`
    SELECT i."chipId", i."cell"::int, i."rank", i."given"::int, i."suggested"::int, i."probability", i."suggestedProbability",
      i."quality", i."isIssue", i."userId", u."name"
    FROM "LabelIssue" i LEFT JOIN "User" u ON u."id" = i."userId"
    WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY i."rank" LIMIT ${limit + 1}`;
}

/** Of named labels those that are listed as they were looked at, in a state, each once. */
export async function issuesInState(
  client: Db,
  projectId: ProjectId,
  cells: LabelIssueVerdict['cells'],
  state: LabelIssueState,
): Promise<KeptLabel[]> {
  return await client.$queryRaw<KeptLabel[]>`
    SELECT DISTINCT i."chipId", i."cell"::int, i."given"::int AS "code" FROM "LabelIssue" i
    JOIN unnest(
      ${cells.map((one) => one.chip)}::uuid[],
      ${cells.map((one) => one.cell)}::smallint[],
      ${cells.map((one) => one.given)}::smallint[]
    ) AS t("chipId", "cell", "given") ON i."chipId" = t."chipId" AND i."cell" = t."cell" AND i."given" = t."given"
    WHERE i."projectId" = ${projectId}::uuid AND i."state" = ${state}::"LabelIssueState"`;
}

/** Labels by class, person and what became of them. */
export interface IssueCount {
  given: number;
  userId: string | null;
  state: LabelIssueState;
  labels: number;
}

/** Issues that are open, and all labels that were decided about since the check. */
export async function countIssues(projectId: ProjectId, check: Check): Promise<IssueCount[]> {
  return await db().$queryRaw<IssueCount[]>`
    SELECT "given"::int, "userId", "state"::text AS "state", count(*)::int AS "labels" FROM (
      SELECT "given", "userId", "state" FROM "LabelIssue"
      WHERE "projectId" = ${projectId}::uuid AND "state" = 'OPEN' AND "rank" <= ${check.summary.flagged}
      UNION ALL
      SELECT "given", "userId", "state" FROM "LabelIssue"
      WHERE "projectId" = ${projectId}::uuid AND "decidedAt" >= ${check.endedAt}) i
    GROUP BY 1, 2, 3`;
}

/** Of the last decisions since the check, how many there are and how many of them changed the label. */
export async function countRecent(
  projectId: ProjectId,
  check: Check,
  most: number,
): Promise<{ decided: number; changed: number }> {
  const [row] = await db().$queryRaw<{ decided: number; changed: number }[]>`
    SELECT count(*)::int AS "decided", count(*) FILTER (WHERE "state" = 'CHANGED')::int AS "changed" FROM (
      SELECT "state" FROM "LabelIssue" WHERE "projectId" = ${projectId}::uuid AND "decidedAt" >= ${check.endedAt}
      ORDER BY "decidedAt" DESC LIMIT ${most}) i`;
  return row ?? { decided: 0, changed: 0 };
}
