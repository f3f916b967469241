import type { EventKind } from '@/generated/prisma/enums';
import type { ProjectId } from '@/lib/core/ids';
import type { AssetRemoval, AssetRemovalQuery } from '@/lib/domain/asset/schema';
import { AppError } from '@/lib/server/app-error';
import type { ProjectScope } from '@/lib/server/auth/project-scope';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';

/** What goes with an asset, counted now, and why it cannot be removed. @throws AppError `not_found` */
export async function readRemoval(scope: ProjectScope, id: string): Promise<AssetRemoval> {
  const asset = await db().asset.findFirst({
    where: { id, projectId: scope.projectId },
    select: { id: true, name: true, bytes: true },
  });
  if (!asset) throw new AppError('not_found', 'imagery.missing');
  const [[counts], events, asked, obstacle] = await Promise.all([
    countWhatGoes(id),
    countEvents(db(), id),
    countAsked(db(), id),
    obstacleTo(db(), scope.projectId, asset),
  ]);
  if (!counts) throw new Error(`asset ${id} was counted to nothing`);
  return { ...counts, events, asked, bytes: Number(asset.bytes), obstacle: obstacle?.text ?? null };
}

type Counts = Omit<AssetRemoval, 'events' | 'asked' | 'bytes' | 'obstacle'>;

async function countWhatGoes(assetId: string): Promise<Counts[]> {
  return await db().$queryRaw<Counts[]>`
    WITH chip AS MATERIALIZED (SELECT "id", "status", "openComments" FROM "Chip" WHERE "assetId" = ${assetId}::uuid)
    SELECT c.*, l.*, p.*, h.*, k.* FROM
      (SELECT count(*)::int AS "chips", count(*) FILTER (WHERE "status" = 'UNTOUCHED')::int AS "untouched",
        count(*) FILTER (WHERE "status" = 'CONFIRMED')::int AS "confirmed", coalesce(sum("openComments"), 0)::int AS "comments" FROM chip) c,
      (SELECT count(*)::int AS "labellings", count(DISTINCT x."userId")::int AS "people"
        FROM chip JOIN "Labelling" x ON x."chipId" = chip."id" WHERE x."kind" = 'PERSON') l,
      (SELECT count(*)::int AS "corrections" FROM chip JOIN "Correction" x ON x."chipId" = chip."id" WHERE x."state" = 'ASKED') k,
      (SELECT count(DISTINCT x."chipId")::int AS "proposed" FROM chip JOIN "ChipProposal" x ON x."chipId" = chip."id") p,
      (SELECT count(*)::int AS "leased", count(*) FILTER (WHERE x."offline")::int AS "offline"
        FROM chip JOIN "ChipLease" x ON x."chipId" = chip."id" WHERE x."expiresAt" > now()) h`;
}

/** All label events of an asset: labels are the same for as long as this is. */
export async function countEvents(client: Db, assetId: string): Promise<number> {
  const [row] = await client.$queryRaw<{ events: number }[]>`
    SELECT count(*)::int AS "events" FROM "Chip" c JOIN "Labelling" l ON l."chipId" = c."id"
    JOIN "LabelEvent" e ON e."labellingId" = l."id" WHERE c."assetId" = ${assetId}::uuid`;
  return row?.events ?? 0;
}

/** All corrections that were ever asked for on an asset, whatever became of them: none came since as long as this is the same. */
export async function countAsked(client: Db, assetId: string): Promise<number> {
  return await client.correction.count({ where: { chip: { assetId } } });
}

/** Whether an asset still has what the person saw listed as going with it. */
export async function isAsListed(
  client: Db,
  assetId: string,
  { events, asked }: AssetRemovalQuery,
): Promise<boolean> {
  return (
    (await countEvents(client, assetId)) === events && (await countAsked(client, assetId)) === asked
  );
}

/** Why an asset cannot be removed now, or null. */
export async function obstacleTo(
  client: Db,
  projectId: ProjectId,
  asset: { id: string; name: string },
): Promise<AppError | null> {
  const { id, name } = asset;
  const snapshots = await client.snapshot.findMany({
    where: { assets: { some: { assetId: id } } },
    orderBy: { number: 'asc' },
    select: { number: true },
  });
  if (snapshots.length > 0) {
    const names = snapshots.map(({ number }) => `S${String(number)}`).join(', ');
    const values = { name, count: snapshots.length, snapshots: names };
    return new AppError('conflict', 'imagery.inSnapshot', values);
  }
  const [cut] = await client.$queryRaw<unknown[]>`
    SELECT 1 FROM "ImportFile" f WHERE f."assetId" = ${id}::uuid AND (f."state" IN ('WAITING', 'READING', 'CUTTING')
      OR EXISTS (SELECT 1 FROM "Job" j WHERE j."projectId" = ${projectId}::uuid AND j."kind" = 'CUT' AND j."endedAt" IS NULL
        AND j."params"->>'importFileId' = f."id"::text)) LIMIT 1`;
  return cut === undefined ? null : new AppError('not_ready', 'imagery.beingCut', { name });
}

/** Chips of an asset that a person submitted, confirmed or returned on a day, and their cells, as DailyWork counts them. */
export interface WorkOnAsset {
  userId: string;
  day: string;
  kind: EventKind;
  chips: number;
  cells: number;
}

/** What an asset has in DailyWork. */
export async function workOn(client: Db, assetId: string): Promise<WorkOnAsset[]> {
  return await client.$queryRaw<WorkOnAsset[]>`
    SELECT "userId", "day"::text AS "day", "kind"::text AS "kind", count(*)::int AS "chips", sum("cells")::float8 AS "cells"
    FROM (
      SELECT DISTINCT "userId", ("at" AT TIME ZONE 'UTC')::date AS "day", "kind", "chipId", "cells"
      FROM "StandingWork" WHERE "assetId" = ${assetId}::uuid) w
    GROUP BY 1, 2, 3`;
}

/** Cells and marks of an asset that a person labelled on a day, as DailyActivity has them. */
export interface ActivityOnAsset {
  userId: string;
  day: string;
  cells: number;
  shownChips: number;
  shown: number;
  overruled: number;
  shownSquares: number;
  cross: number;
  overruledSquares: number;
}

/** What an asset has in DailyActivity. */
export async function activityOn(client: Db, assetId: string): Promise<ActivityOnAsset[]> {
  return await client.$queryRaw<ActivityOnAsset[]>`
    SELECT "userId", "day"::text AS "day", sum("cells")::int AS "cells",
      (count(*) FILTER (WHERE "shown" > 0))::int AS "shownChips", sum("shown")::int AS "shown", sum("overruled")::int AS "overruled",
      sum("shown"::float8 * "shown") AS "shownSquares", sum("shown"::float8 * "overruled") AS "cross",
      sum("overruled"::float8 * "overruled") AS "overruledSquares"
    FROM "LabelActivity" WHERE "assetId" = ${assetId}::uuid GROUP BY 1, 2`;
}
