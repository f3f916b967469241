import type { ProjectId } from '@/lib/core/ids';
import { db } from '@/lib/server/db/client';
import { unscoredTestChipsSql } from '@/lib/server/proposal/accuracy/data';

/** Chips that a version scores ahead of the queue: enough to choose among, minutes of a runner's time. */
const SCORE_AHEAD = 2000;

/** Chips assigned lately whose likeness to others the queue asks for. */
const RECENT = 200;

/**
 * Chips that a version is to score: for the queue untouched ones, drawn at random by picture, and those assigned lately whose
 * likeness on its backbone is not known; for its own figures confirmed test chips. Of each picture the first few in their order of
 * draw that it has not scored.
 */
export async function* chipsToScore(
  projectId: ProjectId,
  version: { id: string; backboneSha: string },
) {
  const rows = await db().$queryRaw<{ id: string }[]>`
    WITH asset AS MATERIALIZED (
      SELECT "assetId" FROM "AssetChipCount" WHERE "projectId" = ${projectId}::uuid AND "status" = 'UNTOUCHED'
        AND NOT "excluded" AND "split" <> 'TEST'
      GROUP BY "assetId" HAVING sum("chips") > 0 ORDER BY random() LIMIT ${SCORE_AHEAD}
    ), share AS (SELECT ceil(4.0 * ${SCORE_AHEAD} / greatest(count(*), 1)) AS "most" FROM asset)
    (SELECT u."id" FROM (
      SELECT t."id", row_number() OVER (PARTITION BY asset."assetId" ORDER BY t."draw") AS "place" FROM asset, (VALUES ('TRAIN'), ('CALIBRATION')) s("split"),
        LATERAL (
          SELECT c."id", c."draw" FROM "Chip" c
          WHERE c."assetId" = asset."assetId" AND c."status" = 'UNTOUCHED' AND c."split" = s."split"::"Split" AND c."skippedReason" IS NULL
            AND NOT EXISTS (SELECT 1 FROM "ChipScore" o WHERE o."chipId" = c."id" AND o."versionId" = ${version.id}::uuid)
          ORDER BY c."draw" LIMIT (SELECT "most" FROM share)) t) u
      ORDER BY u."place" LIMIT ${SCORE_AHEAD})
    UNION
    (SELECT h."chipId" FROM (SELECT "chipId" FROM "Assignment" WHERE "projectId" = ${projectId}::uuid
        ORDER BY "at" DESC LIMIT ${RECENT}) h
      WHERE NOT EXISTS (SELECT 1 FROM "ChipEmbedding" v WHERE v."chipId" = h."chipId" AND v."backboneSha" = ${version.backboneSha}))
    UNION
    (${unscoredTestChipsSql(projectId, version.id)})`;
  const PAGE = 500;
  for (let from = 0; from < rows.length; from += PAGE) {
    yield* await db().chip.findMany({
      where: { id: { in: rows.slice(from, from + PAGE).map((row) => row.id) } },
      orderBy: { number: 'asc' },
      include: { asset: { select: { sha256: true, name: true } } },
    });
  }
}

/** Among how many chips the queue can choose by a version's scores. */
export async function countScored(versionId: string): Promise<number> {
  return await db().chipScore.count({ where: { versionId, open: true } });
}

/** Whether an inference of the project waits or runs. */
export async function isScoring(projectId: ProjectId): Promise<boolean> {
  const job = await db().job.findFirst({
    where: { projectId, kind: 'INFER', state: { in: ['QUEUED', 'LEASED', 'RUNNING'] } },
    select: { id: true },
  });
  return job !== null;
}

/** Whether an inference by a version waits or runs in the project. */
export async function isInferring(projectId: ProjectId, versionId: string): Promise<boolean> {
  const rows = await db().$queryRaw<unknown[]>`
    SELECT 1 FROM "Job" WHERE "projectId" = ${projectId}::uuid AND "params"->>'modelId' = ${versionId}::text
      AND "kind" = 'INFER' AND "state" IN ('QUEUED', 'LEASED', 'RUNNING')`;
  return rows.length > 0;
}

/** Chips in the order of their numbers as a runner's input, page by page; `missing` leaves out those with proposals. */
export async function* chipsToPropose(
  projectId: ProjectId,
  versionId: string,
  which: 'submitted' | 'unlabelled' | 'all',
) {
  const PAGE = 500;
  for (let last = 0; ;) {
    const page = await db().chip.findMany({
      where: { ...proposable(projectId, versionId, which), number: { gt: last } },
      orderBy: { number: 'asc' },
      take: PAGE,
      include: { asset: { select: { sha256: true, name: true } } },
    });
    yield* page;
    if (page.length < PAGE) return;
    last = page.at(-1)?.number ?? last;
  }
}

function proposable(
  projectId: ProjectId,
  versionId: string,
  which: 'submitted' | 'unlabelled' | 'all',
) {
  return {
    projectId,
    proposals: { none: { versionId } },
    ...(which === 'submitted' ? { status: 'SUBMITTED' as const } : {}),
    ...(which === 'unlabelled'
      ? { status: { in: ['UNTOUCHED' as const, 'IN_PROGRESS' as const, 'RETURNED' as const] } }
      : {}),
  };
}
