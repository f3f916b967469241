import { Prisma } from '@/generated/prisma/client';
import type { Split } from '@/generated/prisma/enums';
import type { ProjectId } from '@/lib/core/ids';
import type { QueuePreference } from '@/lib/domain/queue/schema';
import type { ScoredChip } from '@/lib/domain/proposal/diverse';
import { vectorOf } from '@/lib/domain/proposal/vectors';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';
import { deployedVersion } from '@/lib/server/proposal/data';
import { condition, orderOf } from '@/lib/server/queue/filter/data';
import { isFree, isOpen, isSkipped } from '@/lib/server/queue/open/data';
import type { QueueCandidate, QueueQuery } from '@/lib/server/queue/open/data';
import { abandonedChips } from '@/lib/server/queue/reassign/data';

/** Candidates that the model's choice is made among: those with the largest uncertainty. */
const CANDIDATES = 256;

/** Chips assigned lately that the next ones shall differ from. */
const RECENT = 200;

/** Labelled chips that come first: returned to the person, begun by them, then what people who are gone left behind. */
export async function labelledChips(
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
  const own = await ownChips(query, preference, statuses, limit);
  if (own.length === limit) return own;
  return [...own, ...(await abandonedChips(query, preference, statuses, limit - own.length))];
}

/** A returned chip comes back to who handed it in, also where they passed it over. */
async function ownChips(
  query: QueueQuery,
  preference: QueuePreference,
  statuses: readonly string[],
  limit: number,
): Promise<QueueCandidate[]> {
  return await db().$queryRaw<QueueCandidate[]>`
    SELECT c."id", c."number", CASE l."status" WHEN 'RETURNED' THEN 'returned' WHEN 'IN_PROGRESS' THEN 'started' ELSE 'filter' END AS "reason"
    FROM "Labelling" l JOIN "Chip" c ON c."id" = l."chipId"
    WHERE l."userId" = ${query.userId}::uuid AND l."kind" = 'PERSON' AND l."status" = ANY (${[...statuses]}::"LabellingStatus"[])
      AND c."status"::text = l."status"::text
      AND ${isFree(query)} AND ${await condition(db(), query.projectId, preference)}
      AND (l."status" = 'RETURNED' AND l."submittedAt" IS NOT NULL OR NOT ${isSkipped(query)})
    ORDER BY (l."status" = 'RETURNED') DESC, c."number" LIMIT ${limit}`;
}

/** Untouched chips that the person holds already: a reload gives them back before others are taken. */
export async function heldChips(
  query: QueueQuery,
  preference: QueuePreference,
  limit: number,
  client: Db = db(),
): Promise<QueueCandidate[]> {
  return await client.$queryRaw<QueueCandidate[]>`
    SELECT c."id", c."number", coalesce(o."reason", 'next') AS "reason"
    FROM "ChipLease" m JOIN "Chip" c ON c."id" = m."chipId"
    LEFT JOIN "Assignment" o ON o."chipId" = c."id" AND o."userId" = m."userId"
    WHERE m."userId" = ${query.userId}::uuid AND m."expiresAt" > now()
      AND ${isOpen(query)} AND ${await condition(client, query.projectId, preference)}
    ORDER BY m."takenAt", c."number" LIMIT ${limit}`;
}

/**
 * Untouched chips in the order of their numbers; in an area on the ground from its middle outwards, which an index gives without
 * looking at the rest of the area.
 */
export async function chipsInOrder(
  query: QueueQuery,
  preference: QueuePreference,
  limit: number,
  client: Db = db(),
): Promise<QueueCandidate[]> {
  const reason = preference.mode === 'sequential' ? 'next' : preference.mode;
  if (preference.mode === 'filter' && preference.filter?.proposed) {
    return await chipsByProposal(query, preference, limit, client);
  }
  return await client.$queryRaw<QueueCandidate[]>`
    SELECT c."id", c."number", ${reason} AS "reason" FROM "Chip" c
    WHERE ${isOpen(query)} AND ${isFree(query)} AND ${await condition(client, query.projectId, preference)}
    ORDER BY ${orderOf(preference)} LIMIT ${limit}`;
}

/** Chips among which those that a filter by proposals takes first are chosen by number: the rest of a million is not sorted. */
const PROPOSED_FIRST = 500;

/** Untouched chips that pass a filter by proposals: read from the version's scores, never a test chip. */
async function chipsByProposal(
  query: QueueQuery,
  preference: QueuePreference,
  limit: number,
  client: Db,
): Promise<QueueCandidate[]> {
  const version = await deployedVersion(query.projectId, client);
  if (!version) return [];
  return await client.$queryRaw<QueueCandidate[]>`
    SELECT "id", "number", 'filter' AS "reason" FROM (
      SELECT c."id", c."number" FROM "ChipScore" o JOIN "Chip" c ON c."id" = o."chipId"
      WHERE o."versionId" = ${version.id}::uuid AND o."open" AND ${isOpen(query)} AND ${isFree(query)}
        AND ${await condition(client, query.projectId, preference)}
      ORDER BY o."uncertainty" DESC LIMIT ${PROPOSED_FIRST}) found
    ORDER BY "number" LIMIT ${limit}`;
}

/** An asset that still has untouched chips. */
export interface OpenAsset {
  id: string;
  survey: string;
  /** how many of its chips were labelled or are held */
  taken: number;
}

/** Assets that are compared at a time: all of them, or as many drawn at random, which spreads work as evenly. */
const COMPARED = 256;

/**
 * Assets with untouched chips of these splits: at most 256, drawn at random. Chips are counted where they change (table
 * AssetChipCount), so no chip is read for it.
 */
export async function openAssets(
  projectId: ProjectId,
  { splits, except }: { splits: readonly Split[]; except: readonly string[] },
  client: Db = db(),
): Promise<OpenAsset[]> {
  return await client.$queryRaw<OpenAsset[]>`
    WITH open AS MATERIALIZED (
      SELECT "assetId" FROM "AssetChipCount"
      WHERE "projectId" = ${projectId}::uuid AND "status" = 'UNTOUCHED' AND NOT "excluded" AND "split" = ANY (${[...splits]}::"Split"[])
        AND "assetId" <> ALL (${[...except]}::uuid[])
      GROUP BY "assetId" HAVING sum("chips") > 0 ORDER BY random() LIMIT ${COMPARED}
    ), held AS (
      SELECT c."assetId", count(*) AS "n" FROM "ChipLease" l JOIN "Chip" c ON c."id" = l."chipId"
      WHERE c."projectId" = ${projectId}::uuid AND c."status" = 'UNTOUCHED' AND l."expiresAt" > now() GROUP BY c."assetId"
    )
    SELECT a."id", a."survey", (t."labelled" + coalesce(held."n", 0))::int AS "taken"
    FROM open JOIN "Asset" a ON a."id" = open."assetId" LEFT JOIN held ON held."assetId" = a."id",
      LATERAL (SELECT coalesce(sum(n."chips"), 0) AS "labelled" FROM "AssetChipCount" n
        WHERE n."projectId" = ${projectId}::uuid AND n."assetId" = a."id" AND n."status" <> 'UNTOUCHED') t`;
}

/** The first free chip of an asset at or after a draw of 0 to 1; around the end to the beginning. */
export async function chipAtDraw(
  query: QueueQuery,
  at: { assetId: string; splits: readonly Split[]; draw: number },
  client: Db = db(),
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
 * The free chips that a version is most uncertain of, and embeddings of what was assigned lately. Never a test chip: what a
 * version is tested on must not be chosen by a version.
 */
export async function modelCandidates(
  query: QueueQuery,
  version: { id: string; backboneSha: string },
  client: Db = db(),
): Promise<{ candidates: (ScoredChip & { number: number })[]; recent: Float32Array[] }> {
  // one row each: a driver takes longer over hundreds of rows than the database over finding them
  const [[found], [recent]] = await Promise.all([
    client.$queryRaw<
      (Embeddings & { ids: string[]; numbers: number[]; uncertainties: number[] })[]
    >`
      SELECT coalesce(array_agg(f."id"), '{}') AS "ids", coalesce(array_agg(f."number"), '{}') AS "numbers",
        coalesce(array_agg(f."uncertainty"), '{}') AS "uncertainties", ${embeddingsAs('v')} FROM (
        SELECT c."id", c."number", o."uncertainty" FROM "ChipScore" o JOIN "Chip" c ON c."id" = o."chipId"
        WHERE o."versionId" = ${version.id}::uuid AND o."open" AND c."split" <> 'TEST' AND ${isOpen(query)} AND ${isFree(query)}
        ORDER BY o."uncertainty" DESC LIMIT ${CANDIDATES}) f
      LEFT JOIN "ChipEmbedding" v ON v."chipId" = f."id" AND v."backboneSha" = ${version.backboneSha}`,
    client.$queryRaw<Embeddings[]>`
      SELECT ${embeddingsAs('v')} FROM (SELECT "chipId" FROM "Assignment" WHERE "projectId" = ${query.projectId}::uuid
        ORDER BY "at" DESC LIMIT ${RECENT}) h
      JOIN "ChipEmbedding" v ON v."chipId" = h."chipId" AND v."backboneSha" = ${version.backboneSha}`,
  ]);
  const embeddings = found ? toFloats(found) : [];
  return {
    candidates: (found?.ids ?? []).map((id, i) => ({
      id,
      number: found?.numbers[i] ?? 0,
      uncertainty: found?.uncertainties[i] ?? 0,
      embedding: embeddings[i] ?? null,
    })),
    recent: recent ? toFloats(recent).filter((embedding) => embedding !== null) : [],
  };
}

/** Embeddings of many chips one after the other, and the bytes that each has; none where there is none. */
interface Embeddings {
  bytes: Uint8Array;
  lengths: number[];
}

function embeddingsAs(alias: 'v'): Prisma.Sql {
  const embedding = Prisma.raw(`"${alias}"."embedding"`);
  return Prisma.sql`coalesce(string_agg(coalesce(${embedding}, ''), ''), '') AS "bytes",
    coalesce(array_agg(coalesce(length(${embedding}), 0)), '{}') AS "lengths"`;
}

function toFloats({ bytes, lengths }: Embeddings): (Float32Array | null)[] {
  let at = 0;
  return lengths.map((length) => {
    at += length;
    return length > 0 ? vectorOf(bytes.subarray(at - length, at)) : null;
  });
}
