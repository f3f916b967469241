import type { ProjectId } from '@/lib/core/ids';
import { db } from '@/lib/server/db/client';
import { COUNTS } from '@/lib/server/ground-truth/queue/data';

/** What a person labelled on a ground truth chip that came among others, and its reviewed labels. */
export interface TruthAnswer {
  userId: string;
  mine: Uint8Array;
  reviewed: Uint8Array;
  openedMs: number | null;
  /** of the submission: "2026-11", UTC */
  month: string;
}

/** The project's latest answers that count: their chip is in the ground truth, and confirmed. */
export async function latestAnswers(projectId: ProjectId, limit: number): Promise<TruthAnswer[]> {
  return await db().$queryRaw<TruthAnswer[]>`
    SELECT t."userId", t."cells" AS "mine", s."cells" AS "reviewed", t."openedMs",
      to_char(t."submittedAt" AT TIME ZONE 'UTC', 'YYYY-MM') AS "month"
    FROM "GroundTruthLabelling" t
    JOIN "GroundTruthChip" g ON g."chipId" = t."chipId" JOIN "Chip" c ON c."id" = t."chipId"
    JOIN "Labelling" s ON s."chipId" = c."id" AND s."kind" = 'CONSENSUS'
    WHERE t."projectId" = ${projectId}::uuid AND t."round" IS NULL AND t."status" = 'SUBMITTED' AND ${COUNTS}
    ORDER BY t."submittedAt" DESC LIMIT ${limit}`;
}

/** The last round of practice of each person. */
export async function lastRounds(projectId: ProjectId) {
  return await db().practiceRound.findMany({
    where: { projectId },
    orderBy: [{ userId: 'asc' }, { round: 'desc' }],
    distinct: ['userId'],
  });
}

/** The project's labelers, and these people, by name. */
export async function peopleToRead(
  projectId: ProjectId,
  userIds: readonly string[],
): Promise<{ id: string; name: string }[]> {
  return await db().user.findMany({
    where: {
      OR: [
        { id: { in: [...userIds] } },
        { disabledAt: null, memberships: { some: { projectId, role: 'LABELER' } } },
      ],
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true },
  });
}
