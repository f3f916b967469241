import type { Prisma } from '@/generated/prisma/client';
import { AppError } from '@/lib/server/app-error';
import { Georeference, Provenance } from '@/lib/domain/asset/schema';
import type { ChipKey, ChipPage, ChipQuery, ChipView } from '@/lib/domain/chip/schema';
import { ExclusionReason, Ring } from '@/lib/domain/chip/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
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

/** A page of the project's chips by their number. */
export async function listChips(scope: ProjectScope, query: ChipQuery): Promise<ChipPage> {
  const rows = await db().chip.findMany({
    where: {
      projectId: scope.projectId,
      number: { gt: query.cursor },
      ...(query.status ? { status: query.status } : {}),
      ...(query.asset ? { assetId: query.asset } : {}),
    },
    select: SELECT,
    orderBy: { number: 'asc' },
    take: query.limit + 1,
  });
  const more = rows.length > query.limit;
  const items = toViews(scope, rows.slice(0, query.limit));
  const last = items.at(-1);
  return more && last ? { items, nextCursor: last.number } : { items };
}

/** One chip by id or number. @throws AppError `not_found` */
export async function findChip(scope: ProjectScope, key: ChipKey): Promise<ChipView> {
  const row = await db().chip.findFirst({ where: where(scope, key), select: SELECT });
  if (!row) throw missing(key);
  return toView(scope, row);
}

/** Chips by id, in the order asked for; ids that are not the project's are left out. */
export async function chipViews(scope: ProjectScope, ids: readonly string[]): Promise<ChipView[]> {
  const rows = await db().chip.findMany({
    where: { projectId: scope.projectId, id: { in: [...ids] } },
    select: SELECT,
  });
  const byId = new Map(toViews(scope, rows).map((view) => [view.id, view]));
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

function toViews(scope: ProjectScope, rows: readonly ChipRow[]): ChipView[] {
  return rows.map((row) => toView(scope, row));
}

function toView(
  scope: ProjectScope,
  { asset, footprint, skippedReason, ...row }: ChipRow,
): ChipView {
  const pixelM = Georeference.nullable().parse(asset.georef)?.pixelM ?? null;
  const provenance = Provenance.safeParse(asset.provenance);
  return {
    ...row,
    cellM: pixelM && Number((row.cellPx * Math.sqrt(pixelM[0] * pixelM[1])).toPrecision(6)),
    imageUrl: chipImageUrl(scope, row),
    skippedReason: ExclusionReason.nullable().parse(skippedReason),
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
