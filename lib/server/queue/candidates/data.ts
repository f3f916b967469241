import type { Split } from '@/generated/prisma/enums';
import type { ProjectId } from '@/lib/core/ids';
import type { QueuePreference } from '@/lib/domain/queue/schema';
import type { ScoredChip } from '@/lib/domain/proposal/diverse';
import type { Db } from '@/lib/server/db/client';
import { condition } from '@/lib/server/queue/filter/data';
import { isFree, isOpen, isSkipped } from '@/lib/server/queue/open/data';
import type { QueueCandidate, QueueQuery } from '@/lib/server/queue/open/data';

/** Candidates that the model's choice is made among: those with the largest uncertainty. */
const CANDIDATES = 256;

/** Chips handed out lately that the next ones shall differ from. */
const RECENT = 200;

/** Labellings of the person's own that come first: returned to them, then begun by them. */
export async function ownChips(
  client: Db,
  query: QueueQuery,
  preference: QueuePreference,
  limit: number,
): Promise<QueueCandidate[]> {
  const status = preference.mode === 'filter' ? preference.filter?.status : undefined;
  if (status === 'untouched') return [];
  const statuses = {
    begun: ['IN_PROGRESS'],
    returned: ['RETURNED'],
    submitted: ['SUBMITTED'],
    any: preference.mode === 'returned' ? ['RETURNED'] : ['RETURNED', 'IN_PROGRESS'],
  }[status ?? 'any'];
  return await client.$queryRaw<QueueCandidate[]>`
    SELECT c."id", c."number", CASE l."status" WHEN 'RETURNED' THEN 'returned' WHEN 'IN_PROGRESS' THEN 'started' ELSE 'filter' END AS "reason"
    FROM "Labelling" l JOIN "Chip" c ON c."id" = l."chipId"
    WHERE l."userId" = ${query.userId}::uuid AND l."kind" = 'PERSON' AND l."status"::text = ANY (${statuses}::text[])
      AND c."status"::text = l."status"::text
      AND ${isFree(query)} AND ${await condition(client, query.projectId, preference)}
      AND (l."status" = 'RETURNED' OR NOT ${isSkipped(query)})
    ORDER BY (l."status" = 'RETURNED') DESC, c."number" LIMIT ${limit}`;
}

/** Untouched chips that the person holds already: a reload gives them back before others are taken. */
export async function heldChips(
  client: Db,
  query: QueueQuery,
  preference: QueuePreference,
  limit: number,
): Promise<QueueCandidate[]> {
  return await client.$queryRaw<QueueCandidate[]>`
    SELECT c."id", c."number", coalesce(o."reason", 'next') AS "reason"
    FROM "ChipLease" m JOIN "Chip" c ON c."id" = m."chipId"
    LEFT JOIN "Assignment" o ON o."chipId" = c."id" AND o."userId" = m."userId"
    WHERE m."userId" = ${query.userId}::uuid AND m."expiresAt" > now()
      AND ${isOpen(query)} AND ${await condition(client, query.projectId, preference)}
    ORDER BY m."takenAt", c."number" LIMIT ${limit}`;
}

/** Untouched chips in the order of their numbers. */
export async function chipsInOrder(
  client: Db,
  query: QueueQuery,
  preference: QueuePreference,
  limit: number,
): Promise<QueueCandidate[]> {
  const reason = preference.mode === 'sequential' ? 'next' : preference.mode;
  return await client.$queryRaw<QueueCandidate[]>`
    SELECT c."id", c."number", ${reason} AS "reason" FROM "Chip" c
    WHERE ${isOpen(query)} AND ${isFree(query)} AND ${await condition(client, query.projectId, preference)}
    ORDER BY c."number" LIMIT ${limit}`;
}

/** An asset that still has untouched chips, with how many of its chips were labelled or are held. */
export interface OpenAsset {
  id: string;
  survey: string;
  taken: number;
}

/** Assets with untouched chips of these splits. */
export async function openAssets(
  client: Db,
  projectId: ProjectId,
  splits: readonly Split[],
): Promise<OpenAsset[]> {
  return await client.$queryRaw<OpenAsset[]>`
    SELECT a."id", a."survey", (coalesce(t."n", 0) + coalesce(h."n", 0))::int AS "taken" FROM "Asset" a
    LEFT JOIN (SELECT "assetId", count(*) AS "n" FROM "Chip"
      WHERE "projectId" = ${projectId}::uuid AND "status" IN ('IN_PROGRESS', 'SUBMITTED', 'RETURNED', 'CONFIRMED')
      GROUP BY "assetId") t ON t."assetId" = a."id"
    LEFT JOIN (SELECT c."assetId", count(*) AS "n" FROM "ChipLease" l JOIN "Chip" c ON c."id" = l."chipId"
      WHERE c."projectId" = ${projectId}::uuid AND c."status" = 'UNTOUCHED' AND l."expiresAt" > now()
      GROUP BY c."assetId") h ON h."assetId" = a."id"
    WHERE a."projectId" = ${projectId}::uuid AND EXISTS (
      SELECT 1 FROM "Chip" c WHERE c."assetId" = a."id" AND c."status" = 'UNTOUCHED'
        AND c."split"::text = ANY (${[...splits]}::text[]) AND c."skippedReason" IS NULL)`;
}

/** The first free chip of an asset at or after a draw of 0 to 1; around the end to the beginning. */
export async function chipAtDraw(
  client: Db,
  query: QueueQuery,
  at: { assetId: string; splits: readonly Split[]; draw: number },
): Promise<{ id: string; number: number } | null> {
  for (const from of [at.draw, 0]) {
    const rows = await client.$queryRaw<{ id: string; number: number }[]>`
      SELECT f."id", f."number" FROM unnest(${[...at.splits]}::text[]) AS s("split"), LATERAL (
        SELECT c."id", c."number", c."draw" FROM "Chip" c
        WHERE c."assetId" = ${at.assetId}::uuid AND c."split" = s."split"::"Split" AND c."draw" >= ${from}::float8
          AND ${isOpen(query)} AND ${isFree(query)}
        ORDER BY c."draw" LIMIT 1) f
      ORDER BY f."draw" LIMIT 1`;
    if (rows[0]) return rows[0];
  }
  return null;
}

/**
 * The free chips that a version is most uncertain of, and embeddings of what was handed out lately. Never a test chip: what a version is
 * tested on must not be chosen by a version.
 */
export async function modelCandidates(
  client: Db,
  query: QueueQuery,
  version: { id: string; backboneSha: string },
): Promise<{ candidates: (ScoredChip & { number: number })[]; recent: Float32Array[] }> {
  const rows = await client.$queryRaw<
    { id: string; number: number; uncertainty: number; embedding: Uint8Array | null }[]
  >`
    SELECT c."id", c."number", o."uncertainty", v."embedding" FROM "ChipScore" o
    JOIN "Chip" c ON c."id" = o."chipId"
    LEFT JOIN "ChipEmbedding" v ON v."chipId" = c."id" AND v."backboneSha" = ${version.backboneSha}
    WHERE o."versionId" = ${version.id}::uuid AND c."split" <> 'TEST' AND ${isOpen(query)} AND ${isFree(query)}
    ORDER BY o."uncertainty" DESC LIMIT ${CANDIDATES}`;
  const recent = await client.$queryRaw<{ embedding: Uint8Array }[]>`
    SELECT v."embedding" FROM (SELECT "chipId" FROM "Assignment" WHERE "projectId" = ${query.projectId}::uuid
      ORDER BY "at" DESC LIMIT ${RECENT}) h
    JOIN "ChipEmbedding" v ON v."chipId" = h."chipId" AND v."backboneSha" = ${version.backboneSha}`;
  return {
    candidates: rows.map((row) => ({
      ...row,
      embedding: row.embedding && toFloats(row.embedding),
    })),
    recent: recent.map((row) => toFloats(row.embedding)),
  };
}

/** Numbers as they lie in the column; copied, for the driver's buffers are not aligned. */
function toFloats(bytes: Uint8Array): Float32Array {
  return new Float32Array(Uint8Array.from(bytes).buffer);
}
