import { z } from 'zod';
import { Prisma } from '@/generated/prisma/client';
import type { ProjectId } from '@/lib/core/ids';
import { fromLevels, levelOf } from '@/lib/domain/proposal/prediction';
import type { ChipPrediction, PredictionOutput } from '@/lib/domain/proposal/prediction';
import { PredictionOutput as Output } from '@/lib/domain/proposal/prediction';
import { DEFAULT_THRESHOLD, thresholdFor, thresholdsOf } from '@/lib/domain/proposal/thresholds';
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

/** The id of the deployed version of a project that a statement names: none or one row. */
export function deployedIdSql(projectId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT d."id" FROM "ModelVersion" d WHERE d."projectId" = ${projectId} AND d."status" = 'DEPLOYED'`;
}

/** The deployed version of a project, or null. */
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
    WHERE v."id" = (${deployedIdSql(Prisma.sql`${projectId}::uuid`)})`;
  if (!row) return null;
  const { project, ...version } = row;
  const { outputs, thresholds: ownThresholds } = Parts.parse(row);
  return { ...version, outputs, ownThresholds, thresholds: thresholdsOf(project, ownThresholds) };
}

/** Deployed versions of all projects, each with the project's id. */
export async function listDeployed(): Promise<{ projectId: string; versionId: string }[]> {
  const rows = await db().modelVersion.findMany({
    where: { status: 'DEPLOYED', projectId: { not: null } },
    select: { id: true, projectId: true },
  });
  return rows.map((row) => ({ projectId: row.projectId ?? '', versionId: row.id }));
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

/** The stored probabilities of chips by a version, by chip; none of a chip that it has not scored. */
export async function storedLevels(
  versionId: string,
  chipIds: readonly string[],
  client: Db = db(),
): Promise<Map<string, Uint8Array>> {
  const rows = await client.chipProposal.findMany({
    where: { chipId: { in: [...chipIds] }, versionId },
    select: { chipId: true, probs: true },
  });
  return new Map(rows.map((row) => [row.chipId, row.probs]));
}

/** Whether a version has scored a chip. */
export function isScoredSql(chipId: Prisma.Sql, versionId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT 1 FROM "ChipProposal" s WHERE s."chipId" = ${chipId} AND s."versionId" = ${versionId})`;
}

/**
 * Whether a version proposes class `code` somewhere on a chip, with its largest probability there in a range: what is below the
 * class's threshold is proposed nowhere.
 */
export function isProposedSql(
  version: Pick<DeployedVersion, 'id' | 'outputs' | 'thresholds'>,
  chipId: Prisma.Sql,
  { code, from, to }: { code: number; from: number; to: number },
): Prisma.Sql {
  const place = version.outputs.findIndex((output) => output.code === code);
  if (place < 0) return Prisma.sql`false`;
  const least = Math.ceil(255 * Math.max(from, thresholdFor(version.thresholds, code)));
  return Prisma.sql`EXISTS (SELECT 1 FROM "ChipScore" s
    WHERE s."chipId" = ${chipId} AND s."versionId" = ${version.id}::uuid
      AND get_byte(s."maxProbabilities", ${place}) BETWEEN ${least} AND ${levelOf(to)})`;
}

/** A version's probabilities of a chip of `cells` cells; null where it has not scored it. */
export async function readPrediction(
  version: Pick<DeployedVersion, 'id' | 'outputs'>,
  chipId: string,
  cells: number,
): Promise<ChipPrediction | null> {
  const levels = await storedLevels(version.id, [chipId]);
  return predictionOf(version, levels.get(chipId), cells);
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
