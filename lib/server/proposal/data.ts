import { z } from 'zod';
import { Prisma } from '@/generated/prisma/client';
import type { ProjectId } from '@/lib/core/ids';
import { fromLevels } from '@/lib/domain/proposal/prediction';
import type { ChipPrediction, PredictionOutput } from '@/lib/domain/proposal/prediction';
import { PredictionOutput as Output } from '@/lib/domain/proposal/prediction';
import { DEFAULT_THRESHOLD, thresholdsOf } from '@/lib/domain/proposal/thresholds';
import type { Thresholds } from '@/lib/domain/proposal/thresholds';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';

/** The version whose proposals people see, with what its probabilities' columns mean and from which probability they count. */
export interface DeployedVersion {
  id: string;
  number: number;
  name: string;
  manifestSha: string;
  backboneSha: string;
  outputs: PredictionOutput[];
  /** its package's, by output code as a string */
  ownThresholds: Readonly<Record<string, number>>;
  /** what holds in the project: lib/domain/proposal/thresholds.ts has the precedence */
  thresholds: Thresholds;
}

const Parts = z.object({
  outputs: z.array(Output),
  thresholds: z.record(z.string(), z.number()),
});

/** The deployed version of a project, or null: the one query for it. */
export async function deployedVersion(
  projectId: ProjectId,
  client: Db = db(),
): Promise<DeployedVersion | null> {
  // of the manifest only what is needed: it also holds the check chips
  const [row] = await client.$queryRaw<
    (Pick<DeployedVersion, 'id' | 'number' | 'name' | 'manifestSha' | 'backboneSha'> & {
      outputs: unknown;
      thresholds: unknown;
      project: number | null;
    })[]
  >`
    SELECT v."id", v."number", v."name", v."manifestSha", v."backboneSha",
      v."manifest"->'outputs' AS "outputs", v."manifest"->'thresholds' AS "thresholds", p."threshold" AS "project"
    FROM "ModelVersion" v JOIN "Project" p ON p."id" = v."projectId"
    WHERE v."projectId" = ${projectId}::uuid AND v."status" = 'CHAMPION'`;
  if (!row) return null;
  const { project, ...version } = row;
  const { outputs, thresholds: ownThresholds } = Parts.parse(row);
  return { ...version, outputs, ownThresholds, thresholds: thresholdsOf(project, ownThresholds) };
}

/** What a version's stored probabilities mean. */
export type VersionColumns = Pick<DeployedVersion, 'id' | 'outputs' | 'backboneSha'>;

/** A version of the project by its id, deployed or not; null where the project has none such. */
export async function findVersionColumns(
  projectId: ProjectId,
  versionId: string,
): Promise<VersionColumns | null> {
  const [row] = await db().$queryRaw<(VersionColumns & { outputs: unknown })[]>`
    SELECT "id", "backboneSha", "manifest"->'outputs' AS "outputs"
    FROM "ModelVersion" WHERE "id" = ${versionId}::uuid AND "projectId" = ${projectId}::uuid`;
  return row ? { ...row, outputs: Parts.shape.outputs.parse(row.outputs) } : null;
}

/** From which probability on a project's classes are proposed now. */
export async function thresholdsInForce(projectId: ProjectId): Promise<Thresholds> {
  const version = await deployedVersion(projectId);
  if (version) return version.thresholds;
  const { threshold } = await db().project.findUniqueOrThrow({
    where: { id: projectId },
    select: { threshold: true },
  });
  return thresholdsOf(threshold, null);
}

/**
 * Stored probabilities with their meaning; null where there are none or they do not fit the lattice. `levels` is
 * `ChipProposal.probs`: cells x outputs bytes.
 */
export function predictionOf(
  version: Pick<DeployedVersion, 'id' | 'outputs'> | null,
  levels: Uint8Array | null | undefined,
  cells: number,
): ChipPrediction | null {
  if (!version || levels?.length !== cells * version.outputs.length) return null;
  return { versionId: version.id, outputs: version.outputs, values: fromLevels(levels) };
}

/** What a version has said of a chip of `cells` cells; null where it has not looked at it. */
export async function readPrediction(
  version: Pick<DeployedVersion, 'id' | 'outputs'>,
  chipId: string,
  cells: number,
): Promise<ChipPrediction | null> {
  const row = await db().chipProposal.findUnique({
    where: { chipId_versionId: { chipId, versionId: version.id } },
    select: { probs: true },
  });
  return predictionOf(version, row?.probs, cells);
}

/** `reaches` of lib/domain/proposal/rule.ts in SQL, for a probability that is recorded as a number. */
export function reachesSql(probability: Prisma.Sql, threshold: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(floor(255 * ${probability} + 0.5) >= 255 * ${threshold})`;
}

/** `thresholdFor` in SQL: of class `code` by the version of alias `v` in the project of alias `p`. */
export function thresholdSql(code: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`coalesce(p."threshold", (v."manifest"->'thresholds'->>(${code}::text))::float8, ${DEFAULT_THRESHOLD}::float8)`;
}

/** `claimOf` in SQL, of what an event recorded: the class where it reaches its threshold, else absent (1). */
export function claimSql(code: Prisma.Sql, probability: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(CASE WHEN ${reachesSql(probability, thresholdSql(code))} THEN ${code} ELSE 1 END)`;
}
