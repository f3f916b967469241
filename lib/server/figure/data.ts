import { Prisma } from '@/generated/prisma/client';
import type { ProjectId } from '@/lib/core/ids';
import { db } from '@/lib/server/db/client';
import type { FigureName } from '@/lib/server/figure/name';
import { deployedIdSql } from '@/lib/server/proposal/data';

/** A figure as it was worked out last. */
export interface StoredFigure {
  basis: string;
  value: unknown;
  /** milliseconds that it took */
  ms: number;
}

/** The figure of this name, or null. */
export async function findFigure(
  projectId: ProjectId,
  name: FigureName,
): Promise<StoredFigure | null> {
  return await db().storedFigure.findUnique({
    where: { projectId_name: { projectId, name } },
    select: { basis: true, value: true, ms: true },
  });
}

/** Figures that took longer than `ms` and are older than `minutes`. */
export async function oldFigures(
  ms: number,
  minutes: number,
): Promise<{ projectId: ProjectId; name: FigureName; basis: string }[]> {
  return await db().$queryRaw<{ projectId: ProjectId; name: FigureName; basis: string }[]>`
    SELECT "projectId", "name", "basis" FROM "StoredFigure"
    WHERE "ms" > ${ms} AND "at" < now() - make_interval(mins => ${minutes}::int)`;
}

/**
 * What figures of labels rest on: the confirmed labels, the last thing that anybody submitted or decided, the deployed version,
 * the last inference of a runner, and the project's settings.
 */
export async function basisOfFigures(projectId: ProjectId): Promise<string> {
  const [row] = await db().$queryRaw<{ basis: string }[]>`
    SELECT concat_ws('/', p."threshold", p."controlPercent",
      (${deployedIdSql(Prisma.sql`p."id"`)}),
      (SELECT concat(bit_xor(c."fingerprint"), ':', sum(c."chips")) FROM "ConfirmedCount" c
        WHERE c."projectId" = p."id" AND c."code" IS NULL),
      (SELECT max(w."lastAt") FROM "DailyWork" w WHERE w."projectId" = p."id"),
      (SELECT max(j."endedAt") FROM "Job" j WHERE j."projectId" = p."id" AND j."kind" = 'INFER')) AS "basis"
    FROM "Project" p WHERE p."id" = ${projectId}::uuid`;
  return row?.basis ?? '';
}
