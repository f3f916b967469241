import type { Prisma } from '@/generated/prisma/client';
import type { Manifest } from '@/lib/contracts/package';
import type { TrainMetrics } from '@/lib/contracts/result';
import { AppError } from '@/lib/server/app-error';
import { instant } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import type { ProjectId } from '@/lib/core/ids';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';
import { deployedVersion } from '@/lib/server/proposal/data';

/** Registers a base package; the same manifest again is the same version. */
export async function insertBase(
  manifestSha: string,
  manifest: Manifest,
): Promise<{ id: string; created: boolean }> {
  return await db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('base:' || ${manifestSha}, 0))`;
    const same = await tx.modelVersion.findFirst({
      where: { projectId: null, manifestSha },
      select: { id: true },
    });
    if (same) return { id: same.id, created: false };
    const { id } = await tx.modelVersion.create({
      data: {
        id: newId(),
        projectId: null,
        number: 0,
        name: manifest.name,
        status: 'BASE',
        manifestSha,
        manifest: manifest as Prisma.InputJsonObject,
        backboneSha: manifest.backbone.sha256,
      },
      select: { id: true },
    });
    return { id, created: true };
  });
}

/** Inserts the version that a training made, as a candidate. */
export async function insertCandidate(
  tx: Db,
  version: {
    projectId: ProjectId;
    number: number;
    manifestSha: string;
    manifest: Manifest;
    metrics: TrainMetrics;
    snapshotId: string;
    parentId: string;
    jobId: string;
  },
): Promise<string> {
  const { id } = await tx.modelVersion.create({
    data: {
      id: newId(),
      name: version.manifest.name,
      status: 'CANDIDATE',
      backboneSha: version.manifest.backbone.sha256,
      ...version,
      manifest: version.manifest as Prisma.InputJsonObject,
    },
    select: { id: true },
  });
  return id;
}

/**
 * Deploys a version in place of the deployed one, in one transaction. `instead` is the id that the caller believes to be
 * deployed (null: none); undefined skips that check. A version that is deployed already stays so.
 * @returns id of the version that was deployed before
 * @throws AppError `conflict` when another version is deployed by now
 */
export async function replaceDeployed(
  projectId: ProjectId,
  versionId: string,
  deployedById: string,
  instead: string | null | undefined,
): Promise<{ retired: { id: string; name: string } | null }> {
  return await db().$transaction(async (tx) => {
    // two deployments of one project follow each other
    await tx.$executeRaw`SELECT 1 FROM "Project" WHERE "id" = ${projectId}::uuid FOR UPDATE`;
    const deployed = await deployedVersion(projectId, tx);
    if (deployed?.id === versionId) return { retired: null };
    if (instead !== undefined && instead !== (deployed?.id ?? null)) {
      throw new AppError('conflict', 'model.deployedMeanwhile');
    }
    const version = await tx.modelVersion.findFirst({
      where: { id: versionId, projectId },
      select: { status: true, name: true },
    });
    if (version?.status !== 'CANDIDATE' && version?.status !== 'RETIRED') {
      throw new AppError('invalid', 'model.notDeployable');
    }
    if (deployed) {
      await tx.modelVersion.update({ where: { id: deployed.id }, data: { status: 'RETIRED' } });
    }
    await tx.$executeRaw`
      UPDATE "ModelVersion" SET "status" = 'DEPLOYED', "deployedAt" = now(), "deployedById" = ${deployedById}::uuid, "declinedAt" = NULL
      WHERE "id" = ${versionId}::uuid`;
    return { retired: deployed };
  });
}

/**
 * Takes a candidate off what waits for a decision, or puts it back; which version is deployed stays as it is.
 * @throws AppError `invalid` for a version that is no candidate
 */
export async function setDeclined(
  projectId: ProjectId,
  versionId: string,
  declined: boolean,
): Promise<void> {
  const { count } = await db().modelVersion.updateMany({
    where: { id: versionId, projectId, status: 'CANDIDATE' },
    data: { declinedAt: declined ? instant() : null },
  });
  if (count === 0) throw new AppError('invalid', 'model.noCandidate');
}

/** Lattices of these chips of a project, to check proposals against; chips that are gone are missing from it. */
export async function latticesOf(
  tx: Db | null,
  projectId: ProjectId,
  ids: readonly string[],
): Promise<Map<string, number>> {
  const chips = await (tx ?? db()).chip.findMany({
    where: { projectId, id: { in: [...ids] } },
    select: { id: true, rows: true, cols: true },
  });
  return new Map(chips.map((chip) => [chip.id, chip.rows * chip.cols]));
}
