import { Prisma } from '@/generated/prisma/client';
import { AppError } from '@/lib/server/app-error';
import type { ProjectId } from '@/lib/core/ids';
import type { AssetRemovalQuery } from '@/lib/domain/asset/schema';
import type { ProjectScope } from '@/lib/server/auth/project-scope';
import {
  activityOn,
  countEvents,
  isAsListed,
  obstacleTo,
  workOn,
} from '@/lib/server/asset/removal/data';
import type { ActivityOnAsset, WorkOnAsset } from '@/lib/server/asset/removal/data';
import type { Db } from '@/lib/server/db/client';
import { inTransaction } from '@/lib/server/label/labelling/mutations';

/** 10,000 chips with 660,000 events take some ten seconds. */
const TIMEOUT_MS = 300_000;

/**
 * Removes an asset with its chips, their labels and the labels' history, in one transaction (docs/decisions/0021). `listed`: how
 * many label events and corrections the person saw listed as going with it; others that came since refuse it. Nobody at work on other pictures waits: labelled
 * chips go first, those that the queue may want and the common rows of people's work last.
 * @throws AppError `not_found`; `conflict` where a snapshot uses it or labels came in; `not_ready` while it is being cut
 */
export async function removeAsset(
  { projectId }: ProjectScope,
  id: string,
  listed: AssetRemovalQuery,
): Promise<void> {
  await inTransaction(async (tx) => {
    // no cut of the project ends meanwhile; whoever only refers to the project does not wait
    await tx.$queryRaw`SELECT 1 FROM "Project" WHERE "id" = ${projectId}::uuid FOR NO KEY UPDATE`;
    const asset = await lockAsset(tx, projectId, id);
    const obstacle = await obstacleTo(tx, projectId, asset);
    if (obstacle) throw obstacle;
    await lockLabelled(tx, id);
    if (!(await isAsListed(tx, id, listed))) throw labelsChanged(asset);
    const work = await workOn(tx, id);
    const activity = await activityOn(tx, id);
    await takeBackReturns(tx, id);
    await tx.$executeRaw`
        UPDATE "Project" SET "lastRemovedNumber" = greatest("lastRemovedNumber",
          (SELECT max("number") FROM "Chip" WHERE "assetId" = ${id}::uuid))
        WHERE "id" = ${projectId}::uuid`;
    const numbers = await deleteLabelled(tx, id);
    await lockRest(tx, id);
    // first strokes on chips that were untouched a moment ago
    if ((await countEvents(tx, id)) > 0) throw labelsChanged(asset);
    await tx.$executeRaw`DELETE FROM "Chip" WHERE "assetId" = ${id}::uuid`;
    await tx.asset.delete({ where: { id } });
    await takeBackWork(tx, projectId, { work, numbers });
    await takeBackActivity(tx, projectId, activity);
    // figures are worked out anew, slow ones by the worker
    await tx.storedFigure.updateMany({ where: { projectId }, data: { basis: '' } });
  }, TIMEOUT_MS);
}

async function lockAsset(
  tx: Db,
  projectId: ProjectId,
  id: string,
): Promise<{ id: string; name: string }> {
  const [asset] = await tx.$queryRaw<{ id: string; name: string }[]>`
    SELECT "id", "name" FROM "Asset" WHERE "id" = ${id}::uuid AND "projectId" = ${projectId}::uuid FOR UPDATE`;
  if (!asset) throw new AppError('not_found', 'imagery.missing');
  return asset;
}

function labelsChanged({ name }: { name: string }): AppError {
  return new AppError('conflict', 'imagery.labelsChanged', { name });
}

const IS_LABELLED = Prisma.sql`(c."status" <> 'UNTOUCHED'
  OR EXISTS (SELECT 1 FROM "Labelling" x WHERE x."chipId" = c."id"))`;

/** Labellings before their chips (`inTransaction`), which are to be deleted. */
async function lockLabelled(tx: Db, assetId: string): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM "Labelling" l JOIN "Chip" c ON c."id" = l."chipId" WHERE c."assetId" = ${assetId}::uuid
    ORDER BY l."id" FOR UPDATE OF l`;
  await tx.$queryRaw`
    SELECT 1 FROM "GroundTruthLabelling" g JOIN "Chip" c ON c."id" = g."chipId" WHERE c."assetId" = ${assetId}::uuid
    ORDER BY g."chipId", g."userId" FOR UPDATE OF g`;
  await tx.$queryRaw`
    SELECT 1 FROM "Chip" c WHERE c."assetId" = ${assetId}::uuid AND ${IS_LABELLED} ORDER BY c."id" FOR UPDATE`;
}

/** Leases before their chips, as a heartbeat for several chips takes them. */
async function lockRest(tx: Db, assetId: string): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM "ChipLease" l JOIN "Chip" c ON c."id" = l."chipId" WHERE c."assetId" = ${assetId}::uuid
    ORDER BY l."chipId" FOR UPDATE OF l`;
  await tx.$queryRaw`SELECT 1 FROM "Chip" WHERE "assetId" = ${assetId}::uuid ORDER BY "id" FOR UPDATE`;
}

/** Deletes the chips that somebody labelled with all that hangs on them; returns their numbers. */
async function deleteLabelled(tx: Db, assetId: string): Promise<number[]> {
  await tx.$executeRaw`
    SELECT "unsettle_confirmed"(ARRAY(
      SELECT "id" FROM "Chip" WHERE "assetId" = ${assetId}::uuid AND "status" = 'CONFIRMED'))`;
  const rows = await tx.$queryRaw<{ number: number }[]>`
    DELETE FROM "Chip" c WHERE c."assetId" = ${assetId}::uuid AND ${IS_LABELLED} RETURNING c."number"`;
  return rows.map((row) => row.number);
}

/**
 * Takes what is gone out of people's work by day. Where the last chip of a day is gone, the last one that is left takes its place.
 */
async function takeBackWork(
  tx: Db,
  projectId: ProjectId,
  { work, numbers }: { work: readonly WorkOnAsset[]; numbers: readonly number[] },
): Promise<void> {
  const gone = JSON.stringify(work);
  await tx.$executeRaw`
    DELETE FROM "DailyWork" w USING json_to_recordset(${gone}::json)
      AS g("userId" uuid, "day" date, "kind" "EventKind", "chips" int)
    WHERE w."projectId" = ${projectId}::uuid AND (w."userId", w."day", w."kind") = (g."userId", g."day", g."kind")
      AND w."chips" <= g."chips"`;
  await tx.$executeRaw`
    UPDATE "DailyWork" w SET "chips" = w."chips" - g."chips", "cells" = w."cells" - g."cells",
      "lastAt" = CASE WHEN w."lastNumber" = ANY (${[...numbers]}::int[]) THEN t."at" ELSE w."lastAt" END,
      "lastNumber" = CASE WHEN w."lastNumber" = ANY (${[...numbers]}::int[]) THEN t."number" ELSE w."lastNumber" END
    FROM json_to_recordset(${gone}::json) AS g("userId" uuid, "day" date, "kind" "EventKind", "chips" int, "cells" bigint),
    LATERAL (
      SELECT s."at", s."number" FROM "StandingWork" s
      WHERE s."projectId" = ${projectId}::uuid AND s."userId" = g."userId" AND s."kind" = g."kind"
        AND s."at" >= g."day"::timestamp AT TIME ZONE 'UTC' AND s."at" < (g."day" + 1)::timestamp AT TIME ZONE 'UTC'
      ORDER BY s."at" DESC LIMIT 1) t
    WHERE w."projectId" = ${projectId}::uuid AND (w."userId", w."day", w."kind") = (g."userId", g."day", g."kind")`;
}

/** Takes cells and marks that are gone out of people's days. The time that they were at work stays: it was worked. */
async function takeBackActivity(
  tx: Db,
  projectId: ProjectId,
  activity: readonly ActivityOnAsset[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE "DailyActivity" d SET "cells" = d."cells" - g."cells", "shownChips" = d."shownChips" - g."shownChips",
      "shown" = d."shown" - g."shown", "overruled" = d."overruled" - g."overruled",
      "shownSquares" = d."shownSquares" - g."shownSquares", "cross" = d."cross" - g."cross",
      "overruledSquares" = d."overruledSquares" - g."overruledSquares"
    FROM json_to_recordset(${JSON.stringify(activity)}::json) AS g("userId" uuid, "day" date, "cells" int, "shownChips" int,
      "shown" int, "overruled" int, "shownSquares" bigint, "cross" bigint, "overruledSquares" bigint)
    WHERE d."projectId" = ${projectId}::uuid AND (d."userId", d."day") = (g."userId", g."day")`;
}

/** Takes the asset's labellings that were given back out of what became of people's labels; confirmed ones go by a trigger. */
async function takeBackReturns(tx: Db, assetId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "DailyOutcome" ("projectId", "userId", "day", "confirmed", "returned", "cells", "same", "cellsSquares", "cross", "sameSquares")
    SELECT "projectId", "userId", "day", 0, -count(*), 0, 0, 0, 0, 0 FROM "StandingReturn"
    WHERE "assetId" = ${assetId}::uuid GROUP BY 1, 2, 3`;
}
