import type { ConsensusRule } from '@/generated/prisma/enums';
import type { ProjectId } from '@/lib/core/ids';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';

/** How the project of a chip settles cells on which several people said something. */
export async function consensusRuleOf(
  tx: Db | null,
  chipId: string,
): Promise<{ projectId: ProjectId; rule: ConsensusRule; threshold: number }> {
  const [row] = await (tx ?? db()).$queryRaw<
    { projectId: ProjectId; rule: ConsensusRule; threshold: number }[]
  >`
    SELECT p."id" AS "projectId", p."consensusRule"::text AS "rule", p."consensusThreshold" AS "threshold"
    FROM "Chip" c JOIN "Project" p ON p."id" = c."projectId" WHERE c."id" = ${chipId}::uuid`;
  if (!row) throw new Error(`chip ${chipId} is gone`);
  return row;
}

/** By what the cells of a consensus were settled when that was written down last; null: never. */
export async function findSettled(tx: Db | null, labellingId: string): Promise<Uint8Array | null> {
  const event = await (tx ?? db()).labelEvent.findFirst({
    where: { labellingId, settled: { not: null } },
    orderBy: { id: 'desc' },
    select: { settled: true },
  });
  return event?.settled ?? null;
}

/** Labels of two people of one chip, and the probabilities of a version that was trained before there were any. */
export interface CrowdChip {
  firstId: string;
  first: Uint8Array;
  secondId: string;
  second: Uint8Array;
  versionId: string;
  probs: Uint8Array;
}

/** The latest second looks of a project, with what a model said of them out of sample; at most `limit`. */
export async function latestCrowdChips(projectId: ProjectId, limit: number): Promise<CrowdChip[]> {
  return await db().$queryRaw<CrowdChip[]>`
    SELECT s."firstId", s."first", s."secondId", s."second", p."versionId", p."probs" FROM (
      SELECT * FROM "SecondLook" WHERE "projectId" = ${projectId}::uuid AND "state" = 'DONE' AND "firstId" IS NOT NULL
      ORDER BY "askedAt" DESC LIMIT ${limit}) s,
    LATERAL (
      SELECT o."versionId", o."probs" FROM "ChipProposal" o JOIN "ModelVersion" v ON v."id" = o."versionId"
      WHERE o."chipId" = s."chipId" AND v."createdAt" <= s."askedAt" ORDER BY v."number" DESC LIMIT 1) p`;
}
