import { Prisma } from '@/generated/prisma/client';
import type { ProjectId } from '@/lib/core/ids';
import { db } from '@/lib/server/db/client';

/** Confirmed chips that are looked at, in the order of their draw, and of these the most that are counted. */
const LOOKED_AT = 20_000;
const COUNTED = 2_000;

/**
 * Confirmed chips whose labels are fit to judge a version by, with its stored probabilities: at most some thousand, the first in
 * the order of their draw, so that they are a random sample and the same tomorrow. Neither may have learnt from the other:
 * - the version had not learnt from the chip: it is a test chip, or its reviewed labels were begun after the version's snapshot
 *   (a chip confirmed anew had them before);
 * - nobody had the version's marks in sight: who submitted labels of the chip did so before the version was made, or had it as a
 *   control chip. What people decide beside a mark follows it (lib/server/automation-bias), and would flatter it here. A reviewer
 *   may have seen what the version says; they judge labels that were made without it.
 */
export async function judgedChips(
  projectId: ProjectId,
  versionId: string,
  lookedAt = LOOKED_AT,
): Promise<{ probs: Uint8Array; cells: Uint8Array }[]> {
  return await db().$queryRaw<{ probs: Uint8Array; cells: Uint8Array }[]>`
    SELECT o."probs", k."cells"
    FROM (SELECT c."id", c."split", c."draw" FROM "Chip" c
        WHERE c."projectId" = ${projectId}::uuid AND c."status" = 'CONFIRMED' ORDER BY c."draw" LIMIT ${lookedAt}) c
    JOIN "ModelVersion" v ON v."id" = ${versionId}::uuid
    LEFT JOIN "Snapshot" s ON s."id" = v."snapshotId"
    CROSS JOIN LATERAL (SELECT "probs" FROM "ChipProposal" WHERE "chipId" = c."id" AND "versionId" = v."id" LIMIT 1) o
    CROSS JOIN LATERAL (SELECT "cells", "createdAt" FROM "Labelling" WHERE "chipId" = c."id" AND "kind" = 'CONSENSUS' LIMIT 1) k
    WHERE (c."split" = 'TEST' OR k."createdAt" > s."createdAt")
      AND NOT EXISTS (SELECT 1 FROM "Labelling" l
        WHERE l."chipId" = c."id" AND l."kind" = 'PERSON' AND l."submittedAt" >= v."createdAt"
          AND NOT EXISTS (SELECT 1 FROM "Assignment" a WHERE a."chipId" = c."id" AND a."userId" = l."userId" AND a."control"))
    ORDER BY c."draw" LIMIT ${COUNTED}`;
}

/** Confirmed test chips that a version scores for the sake of its figures. */
const JUDGED = 200;

/** Ids of the first confirmed test chips in the order of their draw that a version has not scored, in a statement. */
export function unscoredTestChipsSql(projectId: ProjectId, versionId: string): Prisma.Sql {
  return Prisma.sql`SELECT t."id" FROM (
      SELECT c."id" FROM (SELECT c."id", c."split", c."draw" FROM "Chip" c
          WHERE c."projectId" = ${projectId}::uuid AND c."status" = 'CONFIRMED' ORDER BY c."draw" LIMIT ${LOOKED_AT}) c
      WHERE c."split" = 'TEST' ORDER BY c."draw" LIMIT ${JUDGED}) t
    WHERE NOT EXISTS (SELECT 1 FROM "ChipProposal" o WHERE o."chipId" = t."id" AND o."versionId" = ${versionId}::uuid)`;
}

/** Whether a version has still to score chips that its figures could be counted on. */
export async function hasUnscored(projectId: ProjectId, versionId: string): Promise<boolean> {
  const [found] = await db().$queryRaw<{ found: boolean }[]>`
    SELECT EXISTS (${unscoredTestChipsSql(projectId, versionId)}) AS "found"`;
  return found?.found ?? false;
}
