import type { EventKind } from '@/generated/prisma/enums';
import type { ProjectId } from '@/lib/core/ids';
import type { RecentLine } from '@/lib/domain/project/overview';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';
import { namesOf } from '@/lib/server/user/data';

const LINES = 10;

/** The project's latest events, newest first. */
export async function listRecent({ projectId }: ProjectScope): Promise<RecentLine[]> {
  const lines = await Promise.all([
    labelLines(projectId),
    modelLines(projectId),
    snapshotLines(projectId),
    imageryLines(projectId),
    failedTrainingLines(projectId),
  ]);
  return lines
    .flat()
    .sort((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, LINES);
}

type LabelActivity = Extract<EventKind, 'SUBMIT' | 'ACCEPT' | 'RETURN'>;
const ACTIVITY = { SUBMIT: 'submitted', ACCEPT: 'confirmed', RETURN: 'returned' } as const;

/** One line for what a person did on a day: submit, confirm or return. */
async function labelLines(projectId: ProjectId): Promise<RecentLine[]> {
  const rows = await db().dailyWork.findMany({
    where: { projectId },
    orderBy: { lastAt: 'desc' },
    take: LINES,
    select: {
      kind: true,
      chips: true,
      lastAt: true,
      lastNumber: true,
      user: { select: { name: true } },
    },
  });
  return rows.map(({ kind, chips, lastAt, lastNumber, user }) => ({
    at: lastAt,
    who: user.name,
    activity: {
      kind: ACTIVITY[kind as LabelActivity],
      chips,
      number: chips === 1 ? lastNumber : null,
    },
    path: chips === 1 && kind === 'RETURN' ? `/review/${String(lastNumber)}` : null,
  }));
}

async function modelLines(projectId: ProjectId): Promise<RecentLine[]> {
  const rows = await db().modelVersion.findMany({
    where: { projectId },
    select: { name: true, createdAt: true, deployedAt: true, deployedById: true },
    orderBy: { number: 'desc' },
    take: LINES,
  });
  const names = await namesOf(rows.map((row) => row.deployedById));
  return rows.flatMap(({ name, createdAt, deployedAt, deployedById }) => {
    const path = '/models';
    const made: RecentLine = {
      at: createdAt,
      who: null,
      activity: { kind: 'trained', name },
      path,
    };
    if (!deployedAt) return [made];
    const who = names.get(deployedById ?? '') ?? null;
    return [made, { at: deployedAt, who, activity: { kind: 'deployed', name }, path }];
  });
}

async function snapshotLines(projectId: ProjectId): Promise<RecentLine[]> {
  const rows = await db().snapshot.findMany({
    where: { projectId },
    select: { number: true, chips: true, createdAt: true, createdById: true },
    orderBy: { number: 'desc' },
    take: LINES,
  });
  const names = await namesOf(rows.map((row) => row.createdById));
  return rows.map(({ number, chips, createdAt, createdById }) => ({
    at: createdAt,
    who: names.get(createdById ?? '') ?? null,
    activity: { kind: 'froze', number, chips },
    path: '/dataset',
  }));
}

async function imageryLines(projectId: ProjectId): Promise<RecentLine[]> {
  const rows = await db().$queryRaw<{ at: Date; who: string | null; images: number }[]>`
    SELECT max(a."importedAt") AS at, max(u."name") AS who, count(*)::int AS images
    FROM "Asset" a LEFT JOIN "User" u ON u."id" = a."importedById"
    WHERE a."projectId" = ${projectId}::uuid
    GROUP BY a."importedById", date_trunc('day', a."importedAt" AT TIME ZONE 'UTC')
    ORDER BY 1 DESC LIMIT ${LINES}`;
  return rows.map(({ at, who, images }) => ({
    at,
    who,
    activity: { kind: 'imported', images },
    path: '/imagery',
  }));
}

async function failedTrainingLines(projectId: ProjectId): Promise<RecentLine[]> {
  const rows = await db().job.findMany({
    where: { projectId, kind: { in: ['TRAIN_HEAD', 'FINETUNE'] }, state: 'FAILED' },
    select: { id: true, endedAt: true, createdAt: true },
    orderBy: { createdAt: 'desc' },
    take: LINES,
  });
  return rows.map(({ id, endedAt, createdAt }) => ({
    at: endedAt ?? createdAt,
    who: null,
    activity: { kind: 'failed' },
    path: `/models/jobs/${id}`,
  }));
}
