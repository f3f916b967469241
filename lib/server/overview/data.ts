import { instant } from '@/lib/core/clock';
import { projectIdOfRow } from '@/lib/core/ids';
import type { ProjectId } from '@/lib/core/ids';
import type { RoleName } from '@/lib/domain/member/schema';
import { waitingFor } from '@/lib/domain/project/waiting';
import type { WaitingCounts } from '@/lib/domain/project/waiting';
import type { ProjectLine } from '@/lib/domain/project/schema';
import type { Person } from '@/lib/server/auth/person';
import { readChipCounts } from '@/lib/server/chip/counts/data';
import type { ChipCount } from '@/lib/server/chip/counts/data';
import { countCommented } from '@/lib/server/comment/data';
import { countAnswers, countCorrections } from '@/lib/server/correction/data';
import { db } from '@/lib/server/db/client';
import { countAbandoned } from '@/lib/server/queue/reassign/data';

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * The person's projects by name, with progress and what waits for them; all projects for the owner. Either those that are
 * worked on or the archived ones, in which nothing waits.
 */
export async function listProjects(
  person: Person,
  { archived = false }: { archived?: boolean } = {},
): Promise<ProjectLine[]> {
  const rows = await db().project.findMany({
    where: {
      archivedAt: archived ? { not: null } : null,
      ...(person.isOwner ? {} : { memberships: { some: { userId: person.userId } } }),
    },
    select: {
      id: true,
      slug: true,
      name: true,
      description: true,
      memberships: { where: { userId: person.userId }, select: { role: true } },
    },
    orderBy: { name: 'asc' },
  });
  const counts = await countWaiting(
    rows.map((row) => projectIdOfRow(row.id)),
    person.userId,
  );
  return rows.map(({ memberships, ...row }) => {
    const role: RoleName = person.isOwner ? 'ADMIN' : (memberships[0]?.role ?? 'LABELER');
    const own = counts.get(row.id) ?? nothing();
    const waiting = archived ? [] : waitingFor(role, own);
    return { ...row, role, chips: own.chips, waiting };
  });
}

function nothing(): WaitingCounts {
  return {
    chips: { CONFIRMED: 0, SUBMITTED: 0, RETURNED: 0, IN_PROGRESS: 0, UNTOUCHED: 0, total: 0 },
    excluded: 0,
    cells: 0,
    returned: 0,
    started: 0,
    abandoned: 0,
    corrections: 0,
    answers: { count: 0, chip: 0 },
    comments: 0,
    failedImports: 0,
    trainingFailed: false,
    candidate: null,
    assets: 0,
  };
}

/** What each of the projects holds for one person, in eleven queries whatever the number of projects. */
export async function countWaiting(
  projectIds: readonly ProjectId[],
  userId: string,
): Promise<Map<string, WaitingCounts>> {
  const ids = [...projectIds];
  const result = new Map<string, WaitingCounts>(ids.map((id) => [id, nothing()]));
  const inProjects = { projectId: { in: ids } };
  const [
    chips,
    assets,
    own,
    abandoned,
    failed,
    trainings,
    versions,
    corrections,
    answers,
    comments,
  ] = await Promise.all([
    readChipCounts(ids),
    db().asset.groupBy({ by: ['projectId'], where: inProjects, _count: true }),
    ownLabellings(ids, userId),
    countAbandoned(ids, userId),
    db().importFile.groupBy({
      by: ['projectId'],
      where: {
        ...inProjects,
        state: 'FAILED',
        endedAt: { gt: new Date(instant().getTime() - WEEK_MS) },
      },
      _count: true,
    }),
    db().job.findMany({
      where: { ...inProjects, kind: { in: ['TRAIN_HEAD', 'FINETUNE'] }, endedAt: { not: null } },
      distinct: ['projectId'],
      orderBy: [{ projectId: 'asc' }, { endedAt: 'desc' }],
      select: { projectId: true, state: true },
    }),
    db().modelVersion.findMany({
      where: { ...inProjects, status: { in: ['CANDIDATE', 'DEPLOYED'] }, declinedAt: null },
      orderBy: { number: 'asc' },
      select: { projectId: true, number: true, name: true, status: true },
    }),
    countCorrections(ids),
    countAnswers(ids, userId),
    countCommented(ids, userId),
  ]);
  const at = (id: string | null) => (id === null ? undefined : result.get(id)) ?? nothing();
  for (const row of chips) addChips(at(row.projectId), row);
  for (const row of assets) at(row.projectId).assets = row._count;
  for (const row of own) {
    at(row.projectId)[row.status === 'RETURNED' ? 'returned' : 'started'] = row.count;
  }
  for (const row of abandoned) at(row.projectId).abandoned = row.count;
  for (const [id, count] of corrections) at(id).corrections = count;
  for (const { projectId, ...row } of answers) at(projectId).answers = row;
  for (const { projectId, count } of comments) at(projectId).comments = count;
  for (const row of failed) at(row.projectId).failedImports = row._count;
  for (const row of trainings) at(row.projectId).trainingFailed = row.state === 'FAILED';
  // by number: a deployed version clears the candidates before it
  for (const row of versions) {
    at(row.projectId).candidate = row.status === 'CANDIDATE' ? row.name : null;
  }
  return result;
}

function addChips(to: WaitingCounts, { status, excluded, chips, cells }: ChipCount): void {
  if (excluded && status === 'UNTOUCHED') to.excluded += chips;
  to.chips[status] += chips;
  to.chips.total += chips;
  to.cells += cells;
}

async function ownLabellings(
  projectIds: string[],
  userId: string,
): Promise<{ projectId: ProjectId; status: 'RETURNED' | 'IN_PROGRESS'; count: number }[]> {
  if (projectIds.length === 0) return [];
  return await db().$queryRaw`
    SELECT x."projectId", x."status", count(*)::int AS count FROM (
      SELECT c."projectId", l."status"::text AS "status" FROM "Labelling" l JOIN "Chip" c ON c."id" = l."chipId"
      WHERE l."kind" = 'PERSON' AND l."userId" = ${userId}::uuid AND l."status" IN ('RETURNED', 'IN_PROGRESS')
      -- what came as ground truth is begun like any other chip
      UNION ALL SELECT g."projectId", 'IN_PROGRESS' FROM "GroundTruthLabelling" g
      WHERE g."userId" = ${userId}::uuid AND g."status" = 'IN_PROGRESS' AND g."revision" > 0) x
    WHERE x."projectId" = ANY (${projectIds}::uuid[])
    GROUP BY 1, 2`;
}
