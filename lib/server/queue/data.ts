import { Prisma } from '@/generated/prisma/client';
import type { Split } from '@/generated/prisma/enums';
import { Manifest } from '@/lib/contracts/package';
import type { ProjectId } from '@/lib/core/ids';
import type { Candidate } from '@/lib/domain/queue/spread';
import type {
  ChipFilter,
  QueueArea,
  QueueReason,
  QueuePreference,
} from '@/lib/domain/queue/schema';
import type { Db } from '@/lib/server/db/client';
import { db } from '@/lib/server/db/client';

/** Candidates that the model's choice is made among: those with the largest uncertainty. */
const CANDIDATES = 256;
/** Chips handed out lately that the next ones shall differ from. */
const RECENT = 200;

/** For whom chips are looked for, and which not. */
export interface QueueQuery {
  projectId: ProjectId;
  userId: string;
  skip: readonly number[];
}

/** A chip that may be handed out, and why. */
export interface QueueCandidate {
  id: string;
  number: number;
  reason: QueueReason;
}

/** Who holds a chip now; null when nobody does. */
export async function holderOf(chipId: string): Promise<{ userId: string; name: string } | null> {
  const rows = await db().$queryRaw<{ userId: string; name: string }[]>`
    SELECT u."id" AS "userId", u."name" FROM "ChipLease" l JOIN "User" u ON u."id" = l."userId"
    WHERE l."chipId" = ${chipId}::uuid AND l."expiresAt" > now()`;
  return rows[0] ?? null;
}

/** Chips by status: why the queue is empty. */
export async function countQueue(projectId: ProjectId): Promise<{
  total: number;
  untouched: number;
  excluded: number;
  submitted: number;
  confirmed: number;
}> {
  const groups = await db().chip.groupBy({
    by: ['status'],
    where: { projectId },
    _count: { _all: true, skippedReason: true },
  });
  const of = (status: string) => groups.find((g) => g.status === status)?._count;
  return {
    total: groups.reduce((sum, g) => sum + g._count._all, 0),
    untouched: of('UNTOUCHED')?._all ?? 0,
    excluded: of('UNTOUCHED')?.skippedReason ?? 0,
    submitted: of('SUBMITTED')?._all ?? 0,
    confirmed: of('CONFIRMED')?._all ?? 0,
  };
}

/** How many chips of a project a person holds now. */
export async function countHeld(client: Db, projectId: ProjectId, userId: string): Promise<number> {
  const [row] = await client.$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS "n" FROM "ChipLease" l JOIN "Chip" c ON c."id" = l."chipId"
    WHERE l."userId" = ${userId}::uuid AND l."expiresAt" > now() AND c."projectId" = ${projectId}::uuid`;
  return row?.n ?? 0;
}

/** Which of these chips are the person's now. */
export async function heldOf(
  client: Db,
  chipIds: readonly string[],
  userId: string,
): Promise<Set<string>> {
  const rows = await client.$queryRaw<{ chipId: string }[]>`
    SELECT "chipId" FROM "ChipLease"
    WHERE "chipId" = ANY (${[...chipIds]}::uuid[]) AND "userId" = ${userId}::uuid AND "expiresAt" > now()`;
  return new Set(rows.map((row) => row.chipId));
}

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

/** How many untouched chips a person could get in a mode. */
export async function countOpen(query: QueueQuery, preference: QueuePreference): Promise<number> {
  const [row] = await db().$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS "n" FROM "Chip" c
    WHERE ${isOpen(query)} AND ${isFree(query)} AND ${await condition(db(), query.projectId, preference)}`;
  return row?.n ?? 0;
}

/** Labelled chips of a project, at most `limit`, and how many of them are test chips. */
export async function countLabelled(
  client: Db,
  projectId: ProjectId,
): Promise<{ labelled: number; test: number }> {
  const [row] = await client.$queryRaw<{ labelled: number; test: number }[]>`
    SELECT count(*)::int AS "labelled", (count(*) FILTER (WHERE "split" = 'TEST'))::int AS "test" FROM "Chip"
    WHERE "projectId" = ${projectId}::uuid AND "status" IN ('SUBMITTED', 'RETURNED', 'CONFIRMED')`;
  return row ?? { labelled: 0, test: 0 };
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
): Promise<{ candidates: (Candidate & { number: number })[]; recent: Float32Array[] }> {
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

/** Chips that a version scores ahead of the queue: enough to choose among, minutes of a runner's time. */
const SCORE_AHEAD = 2000;

/**
 * Chips that the queue wants a version to score: untouched ones, drawn at random by picture, and those handed out lately
 * whose likeness on its backbone is not known.
 */
export async function* chipsToScore(
  projectId: ProjectId,
  version: { id: string; backboneSha: string },
) {
  const rows = await db().$queryRaw<{ id: string }[]>`
    (SELECT u."id" FROM (
      SELECT c."id", row_number() OVER (PARTITION BY c."assetId" ORDER BY c."draw") AS "place" FROM "Chip" c
      WHERE c."projectId" = ${projectId}::uuid AND c."status" = 'UNTOUCHED' AND c."split" <> 'TEST' AND c."skippedReason" IS NULL
        AND NOT EXISTS (SELECT 1 FROM "ChipScore" o WHERE o."chipId" = c."id" AND o."versionId" = ${version.id}::uuid)) u
      ORDER BY u."place" LIMIT ${SCORE_AHEAD})
    UNION
    (SELECT h."chipId" FROM (SELECT "chipId" FROM "Assignment" WHERE "projectId" = ${projectId}::uuid
        ORDER BY "at" DESC LIMIT ${RECENT}) h
      WHERE NOT EXISTS (SELECT 1 FROM "ChipEmbedding" v WHERE v."chipId" = h."chipId" AND v."backboneSha" = ${version.backboneSha}))`;
  const PAGE = 500;
  for (let from = 0; from < rows.length; from += PAGE) {
    yield* await db().chip.findMany({
      where: { id: { in: rows.slice(from, from + PAGE).map((row) => row.id) } },
      orderBy: { number: 'asc' },
      include: { asset: { select: { sha256: true, name: true } } },
    });
  }
}

/** How many untouched chips a version has scored. */
export async function countScored(versionId: string): Promise<number> {
  return await db().chipScore.count({ where: { versionId, chip: { status: 'UNTOUCHED' } } });
}

/** Whether an inference of the project waits or runs. */
export async function isScoring(projectId: ProjectId): Promise<boolean> {
  const job = await db().job.findFirst({
    where: { projectId, kind: 'INFER', state: { in: ['QUEUED', 'LEASED', 'RUNNING'] } },
    select: { id: true },
  });
  return job !== null;
}

/** The deployed version as far as choosing chips needs it. */
export async function championOf(projectId: ProjectId, client: Db = db()) {
  return await client.modelVersion.findFirst({
    where: { projectId, status: 'CHAMPION' },
    select: { id: true, name: true, backboneSha: true },
  });
}

/** The person's labellings of these chips, by chip. */
export async function labellingsOf(chipIds: readonly string[], userId: string) {
  const rows = await db().labelling.findMany({
    where: { chipId: { in: [...chipIds] }, kind: 'PERSON', userId },
  });
  return new Map(rows.map((row) => [row.chipId, row]));
}

/** What was decided when these chips first came to the person, by chip. */
export async function assignmentsOf(
  chipIds: readonly string[],
  userId: string,
): Promise<Map<string, { control: boolean }>> {
  const rows = await db().assignment.findMany({
    where: { chipId: { in: [...chipIds] }, userId },
    select: { chipId: true, control: true },
  });
  return new Map(rows.map((row) => [row.chipId, row]));
}

/** Whether a person must not be shown proposals of a chip: it is a control chip for them and they have not submitted yet. */
export async function isHidden(
  chipId: string,
  userId: string,
  client: Db = db(),
): Promise<boolean> {
  const [row] = await client.$queryRaw<{ hidden: boolean }[]>`
    SELECT true AS "hidden" FROM "Assignment" h
    LEFT JOIN "Labelling" l ON l."chipId" = h."chipId" AND l."userId" = h."userId" AND l."kind" = 'PERSON'
    WHERE h."chipId" = ${chipId}::uuid AND h."userId" = ${userId}::uuid AND h."control" AND l."submittedAt" IS NULL`;
  return row !== undefined;
}

/** Not asked to be left out, and held by nobody else. */
function isFree(query: QueueQuery): Prisma.Sql {
  return Prisma.sql`(c."projectId" = ${query.projectId}::uuid AND c."number" <> ALL (${[...query.skip]}::int[])
    AND NOT EXISTS (SELECT 1 FROM "ChipLease" x WHERE x."chipId" = c."id"
      AND x."userId" <> ${query.userId}::uuid AND x."expiresAt" > now()))`;
}

/** Untouched, not excluded, not passed over by the person. */
function isOpen(query: QueueQuery): Prisma.Sql {
  return Prisma.sql`(c."projectId" = ${query.projectId}::uuid AND c."status" = 'UNTOUCHED' AND c."skippedReason" IS NULL
    AND c."number" <> ALL (${[...query.skip]}::int[]) AND NOT ${isSkipped(query)})`;
}

function isSkipped(query: QueueQuery): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT 1 FROM "ChipSkip" k WHERE k."chipId" = c."id" AND k."userId" = ${query.userId}::uuid)`;
}

/** What the area or the filter asks of chip `c`. */
async function condition(
  client: Db,
  projectId: ProjectId,
  preference: QueuePreference,
): Promise<Prisma.Sql> {
  if (preference.mode === 'area' && preference.area) return inArea(preference.area);
  if (preference.mode === 'filter' && preference.filter) {
    return await passes(client, projectId, preference.filter);
  }
  return Prisma.sql`true`;
}

function inArea(area: QueueArea): Prisma.Sql {
  switch (area.kind) {
    case 'ground':
      return Prisma.sql`"chip_centre"(c."footprint") <@ ${polygon(area.ring)}::text::polygon`;
    case 'pixels':
      return Prisma.sql`(c."assetId" = ${area.asset}::uuid
        AND point(c."x" + c."width" / 2.0, c."y" + c."height" / 2.0) <@ ${polygon(area.ring)}::text::polygon)`;
    case 'grid':
      return Prisma.sql`(c."assetId" = ${area.asset}::uuid
        AND c."gridRow" BETWEEN ${area.rows[0]} AND ${area.rows[1]} AND c."gridCol" BETWEEN ${area.cols[0]} AND ${area.cols[1]})`;
  }
}

/** A ring as PostgreSQL writes polygons. */
function polygon(ring: readonly (readonly [number, number])[]): string {
  return `(${ring.map(([x, y]) => `(${String(x)},${String(y)})`).join(',')})`;
}

async function passes(client: Db, projectId: ProjectId, filter: ChipFilter): Promise<Prisma.Sql> {
  const parts = [Prisma.sql`true`];
  if (filter.assets) parts.push(Prisma.sql`c."assetId" = ANY (${filter.assets}::uuid[])`);
  if (filter.surveys) {
    parts.push(Prisma.sql`c."assetId" IN (SELECT "id" FROM "Asset"
      WHERE "projectId" = ${projectId}::uuid AND "survey" = ANY (${filter.surveys}::text[]))`);
  }
  if (filter.proposed) parts.push(await isProposed(client, projectId, filter.proposed));
  return Prisma.sql`(${Prisma.join(parts, ' AND ')})`;
}

async function isProposed(
  client: Db,
  projectId: ProjectId,
  { code, from, to }: NonNullable<ChipFilter['proposed']>,
): Promise<Prisma.Sql> {
  const version = await client.modelVersion.findFirst({
    where: { projectId, status: 'CHAMPION' },
    select: { id: true, manifest: true },
  });
  const outputs = version ? Manifest.parse(version.manifest).outputs : [];
  const place = outputs.findIndex((output) => output.code === code);
  if (!version || place < 0) return Prisma.sql`false`;
  return Prisma.sql`EXISTS (SELECT 1 FROM "ChipScore" o
    WHERE o."chipId" = c."id" AND o."versionId" = ${version.id}::uuid
      AND get_byte(o."maxProbabilities", ${place}) BETWEEN ${Math.round(255 * from)} AND ${Math.round(255 * to)})`;
}

/** Numbers as they lie in the column; copied, for the driver's buffers are not aligned. */
function toFloats(bytes: Uint8Array): Float32Array {
  return new Float32Array(Uint8Array.from(bytes).buffer);
}
