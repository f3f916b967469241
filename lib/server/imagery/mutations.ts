import { Prisma } from '@/generated/prisma/client';
import { AppError } from '@/lib/server/app-error';
import { instant } from '@/lib/core/clock';
import type { ProjectId } from '@/lib/core/ids';
import type { MessageValues } from '@/lib/domain/error/message';
import type { ReasonCode } from '@/lib/domain/import/reason';
import { ImportDetails } from '@/lib/domain/import/schema';
import type { ImportState } from '@/lib/domain/import/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import type { Db } from '@/lib/server/db/client';
import { db } from '@/lib/server/db/client';
import type { ImportRefusal } from '@/lib/server/imagery/refusal';
import { insertJob, requestCancel } from '@/lib/server/jobs/mutations';

/** Opens the line of a file whose bytes are on their way. */
export async function insertImport(line: {
  id: string;
  projectId: ProjectId;
  name: string;
  bytes: number;
  details: ImportDetails;
  createdById: string | null;
  /** a file that is kept out before its bytes came */
  refusal?: ImportRefusal;
}): Promise<void> {
  const { details, refusal, ...row } = line;
  await db().importFile.create({
    data: {
      ...row,
      bytes: BigInt(row.bytes),
      survey: details.survey,
      provenance: details,
      ...(refusal ? failed(refusal) : { state: 'UPLOADING' }),
    },
  });
}

function ended(
  state: 'FAILED' | 'CANCELLED' | 'DUPLICATE',
  reasonCode: ReasonCode,
  reasonValues: MessageValues = {},
) {
  return { state, reasonCode, reasonValues, endedAt: instant() };
}

function failed({ code, text }: ImportRefusal) {
  return ended('FAILED', code, text.values);
}

/** A line that goes on has no reason any more; `reason` stands in lines from before reasons were kept as messages. */
export const NO_REASON = { reasonCode: null, reasonValues: Prisma.DbNull, reason: null };

/** Notes how many bytes have arrived; late news never takes the number back. */
export async function setReceived(id: string, received: number): Promise<void> {
  await db().importFile.updateMany({
    where: { id, state: 'UPLOADING', received: { lt: received } },
    data: { received: BigInt(received) },
  });
}

/** Notes the hash of an upload whose bytes are all here, before they go into the store. */
export async function noteHash(id: string, sha256: string): Promise<void> {
  await db().importFile.updateMany({ where: { id, state: 'UPLOADING' }, data: { sha256 } });
}

/** Ends a line that never got its bytes. */
export async function refuseUpload(id: string, refusal: ImportRefusal): Promise<void> {
  await db().importFile.updateMany({
    where: { id, state: 'UPLOADING' },
    data: failed(refusal),
  });
}

/**
 * All bytes are in the store: the line waits for the worker, or tells that the project has this picture already.
 * Called again for the same line it changes nothing.
 */
export async function admitBytes(
  id: string,
  stored: { sha256: string; bytes: number },
): Promise<void> {
  await db().$transaction(async (tx) => {
    const line = await lockImport(tx, id);
    if (line?.state !== 'UPLOADING') return;
    const arrived = { sha256: stored.sha256, received: BigInt(stored.bytes) };
    // held, so that it is not removed before the line names it
    const [twin] = await tx.$queryRaw<{ id: string; name: string }[]>`
      SELECT "id", "name" FROM "Asset" WHERE "projectId" = ${line.projectId}::uuid AND "sha256" = ${stored.sha256} FOR KEY SHARE`;
    await tx.importFile.update({
      where: { id },
      data: twin ? { ...arrived, ...duplicateOf(twin) } : { ...arrived, state: 'WAITING' },
    });
    if (!twin) await insertCut(tx, line);
  });
}

/** What a line says when its picture is in the project already. */
export function duplicateOf(asset: { id: string; name: string }) {
  return {
    ...ended('DUPLICATE', 'DUPLICATE', { name: asset.name }),
    assetId: asset.id,
  };
}

interface ImportLine {
  id: string;
  projectId: ProjectId;
  state: ImportState;
  sha256: string | null;
  createdById: string | null;
}

async function lockImport(tx: Db, id: string): Promise<ImportLine | null> {
  const rows = await tx.$queryRaw<ImportLine[]>`
    SELECT "id", "projectId", "state", "sha256", "createdById"
    FROM "ImportFile" WHERE "id" = ${id}::uuid FOR UPDATE`;
  return rows[0] ?? null;
}

async function insertCut(tx: Db, line: ImportLine): Promise<void> {
  await insertJob(tx, {
    kind: 'CUT',
    projectId: line.projectId,
    params: { importFileId: line.id },
    createdById: line.createdById,
  });
}

async function lockOwnImport(tx: Db, scope: ProjectScope, id: string): Promise<ImportLine> {
  const line = await lockImport(tx, id);
  if (line?.projectId !== scope.projectId) {
    throw new AppError('not_found', 'imagery.importMissing');
  }
  return line;
}

/**
 * Stops an import: an upload and a waiting line end at once, a line that the worker has ends within seconds.
 * @throws AppError `not_found`, `conflict` when it has ended already
 */
export async function cancelImport(scope: ProjectScope, id: string): Promise<void> {
  const jobs = await db().$transaction(async (tx) => {
    const line = await lockOwnImport(tx, scope, id);
    if (line.state === 'UPLOADING') {
      await tx.importFile.update({ where: { id }, data: ended('CANCELLED', 'CANCELLED') });
      return [];
    }
    if (!['WAITING', 'READING', 'CUTTING'].includes(line.state)) {
      throw new AppError('conflict', 'imagery.importEnded');
    }
    return await tx.job.findMany({
      where: { kind: 'CUT', params: { path: ['importFileId'], equals: id }, endedAt: null },
      select: { id: true },
    });
  });
  for (const job of jobs) await requestCancel(scope.projectId, job.id);
  await settleEndedCuts();
}

/**
 * Tries a line again whose bytes are here.
 * @throws AppError `not_found`, `not_ready` when the bytes never arrived, `conflict` when there is nothing to try again
 */
export async function retryImport(scope: ProjectScope, id: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const line = await lockOwnImport(tx, scope, id);
    if (line.state !== 'FAILED' && line.state !== 'CANCELLED') {
      throw new AppError('conflict', 'imagery.importRetry');
    }
    if (line.sha256 === null) {
      throw new AppError('not_ready', 'imagery.importIncomplete');
    }
    await requeueCut(tx, line);
  });
}

async function requeueCut(tx: Db, line: ImportLine): Promise<void> {
  await tx.importFile.update({
    where: { id: line.id },
    data: { state: 'WAITING', ...NO_REASON, endedAt: null },
  });
  await insertCut(tx, line);
}

/** The worker tells how far a line is. A line that was ended meanwhile stays ended. */
export async function setWorking(
  id: string,
  state: 'WAITING' | 'READING' | 'CUTTING',
): Promise<void> {
  await db().importFile.updateMany({
    where: { id, state: { in: ['WAITING', 'READING', 'CUTTING'] } },
    data: { state },
  });
}

/** The worker found a reason to keep the file out. Its bytes stay, so that it can be tried again after a change. */
export async function refuseImport(id: string, refusal: ImportRefusal): Promise<void> {
  await db().importFile.updateMany({
    where: { id, state: { in: ['WAITING', 'READING', 'CUTTING'] } },
    data: failed(refusal),
  });
}

/**
 * Ends lines whose last job ended without telling them: cancelled while it waited, or given up because its worker died
 * on every try. Returns how many.
 */
export async function settleEndedCuts(): Promise<number> {
  return await db().$executeRaw`
    UPDATE "ImportFile" AS f SET
      "state" = (CASE WHEN j."state" = 'CANCELLED' THEN 'CANCELLED' ELSE 'FAILED' END)::"ImportState",
      "reasonCode" = (CASE WHEN j."state" = 'CANCELLED' THEN 'CANCELLED'
        WHEN j."error"->'text'->>'key' = 'diskFull' THEN 'DISK_FULL' ELSE 'FAULT' END)::"ImportReason",
      "reasonValues" = CASE WHEN j."state" = 'CANCELLED' THEN '{}'::jsonb
        WHEN j."error"->'text'->>'key' = 'diskFull' THEN j."error"->'text'->'values'
        ELSE jsonb_build_object('kind', coalesce(j."error"->>'class', 'LOST'), 'detail', coalesce(j."error"->>'message', '')) END,
      "endedAt" = now()
    FROM (
      SELECT DISTINCT ON ("params"->>'importFileId') "params"->>'importFileId' AS "file", "state", "error"
      FROM "Job" WHERE "kind" = 'CUT'
        AND "projectId" IN (SELECT "projectId" FROM "ImportFile" WHERE "state" IN ('WAITING', 'READING', 'CUTTING'))
      ORDER BY "params"->>'importFileId', "createdAt" DESC, "id"
    ) AS j
    WHERE f."state" IN ('WAITING', 'READING', 'CUTTING') AND j."file" = f."id"::text
      AND j."state" IN ('FAILED', 'CANCELLED')`;
}

/** Shows an asset otherwise: its chips are cut again with the same windows, and keep their labels. */
export async function requestRendering(
  tx: Db,
  asset: { id: string; projectId: ProjectId },
  shown: Partial<Pick<ImportDetails, 'bands' | 'stretch'>>,
): Promise<void> {
  const source = await tx.importFile.findFirst({
    where: { assetId: asset.id, projectId: asset.projectId, state: { in: ['READY', 'FAILED'] } },
    orderBy: { createdAt: 'asc' },
    select: { id: true, provenance: true },
  });
  const line = source && (await lockImport(tx, source.id));
  if (!source || !line?.sha256 || !['READY', 'FAILED'].includes(line.state)) {
    throw new AppError('not_ready', 'imagery.cannotCut');
  }
  const details = ImportDetails.parse(source.provenance);
  await tx.importFile.update({
    where: { id: line.id },
    data: { provenance: { ...details, ...shown } satisfies Prisma.InputJsonObject },
  });
  await requeueCut(tx, line);
}
