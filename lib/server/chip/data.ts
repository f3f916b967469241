import type { Prisma } from '@/generated/prisma/client';
import { AppError } from '@/lib/server/app-error';
import { Georeference, Provenance } from '@/lib/domain/asset/schema';
import type { ChipKey, ChipPage, ChipQuery, ChipStatus, ChipView } from '@/lib/domain/chip/schema';
import { ExcludedReason, Ring } from '@/lib/domain/chip/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { maskedChips } from '@/lib/server/ground-truth/masked/data';
import type { MaskedChip } from '@/lib/server/ground-truth/masked/data';
import { db } from '@/lib/server/db/client';

const SELECT = {
  id: true,
  number: true,
  gridRow: true,
  gridCol: true,
  rows: true,
  cols: true,
  x: true,
  y: true,
  width: true,
  height: true,
  cellPx: true,
  imageSha: true,
  mediaType: true,
  status: true,
  split: true,
  skippedReason: true,
  footprint: true,
  asset: {
    select: {
      id: true,
      name: true,
      survey: true,
      width: true,
      height: true,
      bands: true,
      georef: true,
      provenance: true,
      previewSha: true,
    },
  },
} as const satisfies Prisma.ChipSelect;
type ChipRow = Prisma.ChipGetPayload<{ select: typeof SELECT }>;

/** Who looks at chips: labelers see ground truth chips that came to them as others (lib/server/ground-truth/masked). */
export interface ChipReader {
  userId: string;
}

/** A page of the project's chips by their number. */
export async function listChips(
  scope: ProjectScope,
  reader: ChipReader,
  query: ChipQuery,
): Promise<ChipPage> {
  const masked = await maskedChips(scope, reader.userId);
  const rows = await db().chip.findMany({
    where: {
      projectId: scope.projectId,
      number: { gt: query.cursor },
      ...(query.status ? { OR: inStatus(query.status, masked) } : {}),
      ...(query.asset ? { assetId: query.asset } : {}),
    },
    select: SELECT,
    orderBy: { number: 'asc' },
    take: query.limit + 1,
  });
  const more = rows.length > query.limit;
  const items = toViews(scope, rows.slice(0, query.limit), masked);
  const last = items.at(-1);
  return more && last ? { items, nextCursor: last.number } : { items };
}

function inStatus(
  status: ChipStatus,
  masked: ReadonlyMap<string, MaskedChip>,
): Prisma.ChipWhereInput[] {
  const shown = [...masked].filter(([, chip]) => chip.status === status).map(([id]) => id);
  return [{ status, id: { notIn: [...masked.keys()] } }, { id: { in: shown } }];
}

/** One chip by id or number. @throws AppError `not_found` */
export async function findChip(
  scope: ProjectScope,
  reader: ChipReader | null,
  key: ChipKey,
): Promise<ChipView> {
  const row = await db().chip.findFirst({ where: where(scope, key), select: SELECT });
  if (!row) throw missing(key);
  return toView(scope, row, reader ? await maskedChips(scope, reader.userId, [row.id]) : NONE);
}

/** Chips by id, in the order asked for; ids that are not the project's are left out. */
export async function chipViews(
  scope: ProjectScope,
  ids: readonly string[],
  reader: ChipReader | null = null,
): Promise<ChipView[]> {
  const [rows, masked] = await Promise.all([
    db().chip.findMany({
      where: { projectId: scope.projectId, id: { in: [...ids] } },
      select: SELECT,
    }),
    reader ? maskedChips(scope, reader.userId, ids) : NONE,
  ]);
  const byId = new Map(toViews(scope, rows, masked).map((view) => [view.id, view]));
  return ids.map((id) => byId.get(id)).filter((view) => view !== undefined);
}

/** The stored picture of a chip. @throws AppError `not_found` */
export async function findChipImage(
  scope: ProjectScope,
  key: ChipKey,
): Promise<{ sha256: string; mediaType: string }> {
  const row = await db().chip.findFirst({
    where: where(scope, key),
    select: { imageSha: true, mediaType: true },
  });
  if (!row) throw missing(key);
  return { sha256: row.imageSha, mediaType: row.mediaType };
}

function where(scope: ProjectScope, key: ChipKey): Prisma.ChipWhereInput {
  return {
    projectId: scope.projectId,
    ...(typeof key === 'number' ? { number: key } : { id: key }),
  };
}

function missing(key: ChipKey): AppError {
  const name = typeof key === 'number' ? `number ${String(key)}` : key;
  return new AppError('not_found', 'chip.missing', { chip: name });
}

/** Address of an asset's preview; its content never changes under it. */
export function previewUrl(
  scope: Pick<ProjectScope, 'slug'>,
  asset: { id: string; previewSha: string | null },
): string | null {
  if (asset.previewSha === null) return null;
  return `/api/v1/projects/${scope.slug}/assets/${asset.id}/preview?v=${asset.previewSha.slice(0, 16)}`;
}

/** Address of a chip's picture; its content never changes under it. */
export function chipImageUrl(
  scope: Pick<ProjectScope, 'slug'>,
  chip: { id: string; imageSha: string },
): string {
  return `/api/v1/projects/${scope.slug}/chips/${chip.id}/image?v=${chip.imageSha.slice(0, 16)}`;
}

const NONE: ReadonlyMap<string, MaskedChip> = new Map();

function toViews(
  scope: ProjectScope,
  rows: readonly ChipRow[],
  masked: ReadonlyMap<string, MaskedChip>,
): ChipView[] {
  return rows.map((row) => toView(scope, row, masked));
}

function toView(
  scope: ProjectScope,
  { asset, footprint, skippedReason, ...row }: ChipRow,
  masked: ReadonlyMap<string, MaskedChip>,
): ChipView {
  const mask = masked.get(row.id);
  const pixelM = Georeference.nullable().parse(asset.georef)?.pixelM ?? null;
  const provenance = Provenance.safeParse(asset.provenance);
  return {
    ...row,
    cellM: pixelM && Number((row.cellPx * Math.sqrt(pixelM[0] * pixelM[1])).toPrecision(6)),
    imageUrl: chipImageUrl(scope, row),
    status: mask?.status ?? row.status,
    skippedReason: mask ? mask.skippedReason : ExcludedReason.nullable().parse(skippedReason),
    footprint: Ring.nullable().parse(footprint),
    asset: {
      id: asset.id,
      name: asset.name,
      survey: asset.survey,
      width: asset.width,
      height: asset.height,
      bands: asset.bands,
      placed: pixelM !== null,
      previewUrl: previewUrl(scope, asset),
      takenAt: provenance.success ? provenance.data.takenAt : null,
    },
  };
}
