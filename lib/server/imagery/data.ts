import type { Prisma } from '@/generated/prisma/client';
import { AppError } from '@/lib/server/app-error';
import { projectIdOfRow } from '@/lib/core/ids';
import { Progress } from '@/lib/contracts/runner';
import { Georeference, Provenance, Rendering } from '@/lib/domain/asset/schema';
import type { AssetPage, AssetQuery, AssetView } from '@/lib/domain/asset/schema';
import { ImportDetails } from '@/lib/domain/import/schema';
import type { ImportPage, ImportQuery, ImportState, ImportView } from '@/lib/domain/import/schema';
import { MessageValues } from '@/lib/domain/error/message';
import { reasonMessage } from '@/lib/domain/import/reason';
import type { ReasonCode } from '@/lib/domain/import/reason';
import { englishError } from '@/lib/i18n/english-error';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { previewUrl } from '@/lib/server/chip/data';
import { db } from '@/lib/server/db/client';

const WITH_COUNT = { _count: { select: { chips: true } } } as const;
type AssetRow = Prisma.AssetGetPayload<{ include: typeof WITH_COUNT }>;

/** A page of the project's assets, newest first. */
export async function listAssets(scope: ProjectScope, query: AssetQuery): Promise<AssetPage> {
  const where = { projectId: scope.projectId };
  const [rows, total, chips] = await Promise.all([
    db().asset.findMany({
      where,
      include: WITH_COUNT,
      orderBy: [{ importedAt: 'desc' }, { id: 'asc' }],
      take: query.limit + 1,
      ...(query.cursor ? { cursor: { id: query.cursor }, skip: 1 } : {}),
    }),
    db().asset.count({ where }),
    db().chip.count({ where }),
  ]);
  const items = await toAssetViews(scope, rows.slice(0, query.limit));
  const last = items.at(-1);
  return rows.length > query.limit && last
    ? { items, total, chips, nextCursor: last.id }
    : { items, total, chips };
}

/** One asset. @throws AppError `not_found` */
export async function findAsset(scope: ProjectScope, id: string): Promise<AssetView> {
  const row = await db().asset.findFirst({
    where: { id, projectId: scope.projectId },
    include: WITH_COUNT,
  });
  const [view] = row ? await toAssetViews(scope, [row]) : [];
  if (!view) throw new AppError('not_found', 'imagery.missing');
  return view;
}

/** The stored preview of an asset. @throws AppError `not_found` */
export async function findPreview(scope: ProjectScope, id: string): Promise<string> {
  const row = await db().asset.findFirst({
    where: { id, projectId: scope.projectId },
    select: { previewSha: true },
  });
  if (!row?.previewSha) throw new AppError('not_found', 'imagery.noPreview');
  return row.previewSha;
}

async function toAssetViews(scope: ProjectScope, rows: readonly AssetRow[]): Promise<AssetView[]> {
  const ids = rows.map((row) => row.importedById).filter((id) => id !== null);
  const people = await db().user.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true },
  });
  const names = new Map(people.map((person) => [person.id, person.name]));
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    sha256: row.sha256,
    bytes: Number(row.bytes),
    mediaType: row.mediaType,
    width: row.width,
    height: row.height,
    bands: row.bands,
    bitDepth: row.bitDepth,
    georef: Georeference.nullable().parse(row.georef),
    rendering: Rendering.parse(row.rendering),
    provenance: Provenance.parse(row.provenance),
    survey: row.survey,
    importedAt: row.importedAt.toISOString(),
    importedBy: (row.importedById === null ? undefined : names.get(row.importedById)) ?? null,
    previewUrl: previewUrl(scope, row),
    chips: row._count.chips,
  }));
}

/** A page of import lines, newest first, with the counts of the whole project. */
export async function listImports(scope: ProjectScope, query: ImportQuery): Promise<ImportPage> {
  const where = { projectId: scope.projectId };
  const [rows, counts] = await Promise.all([
    db().importFile.findMany({
      where: {
        ...where,
        ...(query.open ? { NOT: { state: 'READY' } } : {}),
        ...(query.state ? { state: query.state } : {}),
      },
      orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
      take: query.limit + 1,
      ...(query.cursor ? { cursor: { id: query.cursor }, skip: 1 } : {}),
    }),
    db().importFile.groupBy({ by: ['state'], where, _count: true }),
  ]);
  const items = await toImportViews(scope, rows.slice(0, query.limit));
  const last = items.at(-1);
  return {
    items,
    counts: Object.fromEntries(counts.map((count) => [count.state, count._count])),
    ...(rows.length > query.limit && last ? { nextCursor: last.id } : {}),
  };
}

type ImportRow = Prisma.ImportFileGetPayload<object>;

/** One import line. @throws AppError `not_found` */
export async function findImport(scope: ProjectScope, id: string): Promise<ImportView> {
  const row = await db().importFile.findFirst({ where: { id, projectId: scope.projectId } });
  const [view] = row ? await toImportViews(scope, [row]) : [];
  if (!view) throw new AppError('not_found', 'imagery.importMissing');
  return view;
}

const WORKING: ReadonlySet<ImportState> = new Set(['WAITING', 'READING', 'CUTTING']);

async function toImportViews(
  scope: ProjectScope,
  rows: readonly ImportRow[],
): Promise<ImportView[]> {
  const working = rows.some((row) => WORKING.has(row.state));
  const [progress, assets] = await Promise.all([
    working ? cutProgress(scope) : new Map<string, Progress>(),
    db().asset.findMany({
      where: { id: { in: rows.map((row) => row.assetId).filter((id) => id !== null) } },
      select: { id: true, previewSha: true, ...WITH_COUNT },
    }),
  ]);
  const byId = new Map(assets.map((asset) => [asset.id, asset]));
  return rows.map((row) => {
    const asset = row.assetId === null ? undefined : byId.get(row.assetId);
    const reported = WORKING.has(row.state) ? progress.get(row.id) : undefined;
    return {
      id: row.id,
      name: row.name,
      bytes: Number(row.bytes),
      received: Number(row.received),
      state: row.state,
      ...reasonOf(row),
      fraction: reported?.fraction ?? null,
      progress: reported?.text ?? null,
      canRetry: canRetry(row),
      assetId: row.assetId,
      previewUrl: asset ? previewUrl(scope, asset) : null,
      chips: asset ? asset._count.chips : null,
      createdAt: row.createdAt.toISOString(),
      endedAt: row.endedAt?.toISOString() ?? null,
    };
  });
}

function reasonOf({
  reasonCode,
  reasonValues,
  reason,
}: ImportRow): Pick<ImportView, 'reasonCode' | 'reason' | 'text'> {
  if (reasonCode === null || reasonValues === null) return { reasonCode, reason, text: null };
  const text = reasonMessage(reasonCode, MessageValues.parse(reasonValues));
  return { reasonCode, reason: englishError(text), text };
}

/** Reasons that lie in the bytes themselves: the same bytes would be refused again. */
const FINAL: ReadonlySet<string | null> = new Set([
  'EMPTY',
  'NOT_A_PICTURE',
  'TRUNCATED',
  'UNREADABLE',
] satisfies ReasonCode[]);

function canRetry(row: Pick<ImportRow, 'state' | 'sha256' | 'reasonCode'>): boolean {
  const stopped = row.state === 'FAILED' || row.state === 'CANCELLED';
  return stopped && row.sha256 !== null && !FINAL.has(row.reasonCode);
}

/** What the worker last said of each import that it is busy with. */
async function cutProgress(scope: ProjectScope): Promise<Map<string, Progress>> {
  const jobs = await db().job.findMany({
    where: { projectId: scope.projectId, kind: 'CUT', state: { in: ['LEASED', 'RUNNING'] } },
    select: { params: true, progress: true },
  });
  const found = new Map<string, Progress>();
  for (const job of jobs) {
    const progress = Progress.safeParse(job.progress);
    const { importFileId } = job.params as { importFileId?: unknown };
    if (progress.success && typeof importFileId === 'string') {
      found.set(importFileId, progress.data);
    }
  }
  return found;
}

/** What the worker needs to cut an import, or null when the line is gone. */
export async function readCutSource(importFileId: string) {
  const row = await db().importFile.findUnique({
    where: { id: importFileId },
    include: { project: true },
  });
  if (!row?.sha256) return null;
  const { project, sha256, ...file } = row;
  const projectId = projectIdOfRow(file.projectId);
  return {
    file: { ...file, projectId, sha256 },
    project,
    details: ImportDetails.parse(row.provenance),
  };
}
export type CutSource = NonNullable<Awaited<ReturnType<typeof readCutSource>>>;

/** The upload that a tus request is about; null where this project has none of that id. */
export async function findUpload(
  scope: ProjectScope,
  id: string,
): Promise<{ state: ImportState; bytes: number } | null> {
  const row = await db().importFile.findFirst({
    where: { id, projectId: scope.projectId },
    select: { state: true, bytes: true },
  });
  return row && { state: row.state, bytes: Number(row.bytes) };
}

/** Ids of all lines whose bytes are still on their way, in every project. */
export async function listUploading(): Promise<string[]> {
  const rows = await db().importFile.findMany({
    where: { state: 'UPLOADING' },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** The hash that was noted for a line whose bytes were being taken into the store; null where there is none. */
export async function findNotedHash(id: string): Promise<string | null> {
  const row = await db().importFile.findFirst({
    where: { id, state: 'UPLOADING' },
    select: { sha256: true },
  });
  return row?.sha256 ?? null;
}
