import type { ProjectId } from '@/lib/core/ids';
import { db } from '@/lib/server/db/client';

/** Labels of one chip by two people, neither of whom saw the other's. */
export interface TwoLabellings {
  firstId: string;
  first: Uint8Array;
  secondId: string;
  second: Uint8Array;
  /** when the second of them submitted: "2026-11", UTC */
  month: string;
  /** the reviewed labels, where the chip is confirmed */
  reviewed: Uint8Array | null;
}

/**
 * The project's latest chips that two people labelled apart, of its share only: those that a reviewer was in doubt about say nothing of
 * the rest.
 */
export async function latestOverlaps(
  projectId: ProjectId,
  limit: number,
): Promise<TwoLabellings[]> {
  return await db().$queryRaw<TwoLabellings[]>`
    SELECT s."firstId", s."first", s."secondId", s."second", to_char(s."settledAt" AT TIME ZONE 'UTC', 'YYYY-MM') AS "month",
      l."cells" AS "reviewed" FROM (
        SELECT * FROM "SecondLook" WHERE "projectId" = ${projectId}::uuid AND "state" = 'DONE' AND "reason" = 'OVERLAP'
          AND "firstId" IS NOT NULL ORDER BY "askedAt" DESC LIMIT ${limit}) s
    JOIN "Chip" c ON c."id" = s."chipId"
    LEFT JOIN "Labelling" l ON l."chipId" = c."id" AND l."kind" = 'CONSENSUS' AND c."status" = 'CONFIRMED'`;
}

/** Chips that wait for a second person. */
export async function countWaitingLooks(projectId: ProjectId): Promise<number> {
  return await db().secondLook.count({ where: { projectId, state: 'OPEN' } });
}

/** People's names by id. */
export async function namesOf(userIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db().user.findMany({
    where: { id: { in: [...userIds] } },
    select: { id: true, name: true },
  });
  return new Map(rows.map((row) => [row.id, row.name]));
}
