import type { Prisma } from '@/generated/prisma/client';
import { AppError } from '@/lib/server/app-error';
import { Georeference, Rendering } from '@/lib/domain/asset/schema';
import type { ChipKey } from '@/lib/domain/chip/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';

const ASSET = {
  id: true,
  name: true,
  sha256: true,
  width: true,
  height: true,
  bands: true,
  survey: true,
  georef: true,
  rendering: true,
  provenance: true,
} as const satisfies Prisma.AssetSelect;
type AssetRow = Prisma.AssetGetPayload<{ select: typeof ASSET }>;

/** What is needed to show an asset's ground. */
export interface ContextAsset {
  readonly id: string;
  readonly name: string;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  readonly bands: number;
  readonly survey: string;
  readonly takenAt: string | null;
  readonly georef: Georeference | null;
  readonly rendering: Rendering;
}

/** A chip's window and the asset that it is of. */
export interface ChipContext {
  readonly id: string;
  readonly imageSha: string;
  readonly window: { x: number; y: number; width: number; height: number };
  readonly asset: ContextAsset;
}

/** @throws AppError `not_found` */
export async function findChipContext(scope: ProjectScope, key: ChipKey): Promise<ChipContext> {
  const row = await db().chip.findFirst({
    where: {
      projectId: scope.projectId,
      ...(typeof key === 'number' ? { number: key } : { id: key }),
    },
    select: {
      id: true,
      imageSha: true,
      x: true,
      y: true,
      width: true,
      height: true,
      asset: { select: ASSET },
    },
  });
  if (!row) throw new AppError('not_found', 'chip.missingHere');
  const { id, imageSha, asset, ...window } = row;
  return { id, imageSha, window, asset: toContextAsset(asset) };
}

/** One asset of the project. @throws AppError `not_found` */
export async function findContextAsset(scope: ProjectScope, id: string): Promise<ContextAsset> {
  const row = await db().asset.findFirst({
    where: { id, projectId: scope.projectId },
    select: ASSET,
  });
  if (!row) throw new AppError('not_found', 'imagery.missing');
  return toContextAsset(row);
}

/** Corners of a box in degrees. */
interface LonLatBounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** The project's other assets whose footprint's box meets this one, by their date; their ground may still lie beside it. */
export async function listContextAssets(
  scope: ProjectScope,
  box: LonLatBounds,
  except: string,
): Promise<ContextAsset[]> {
  // the footprint is a ring of [lon, lat] within the asset's JSON: its box is worked out beside it
  const near = await db().$queryRaw<{ id: string }[]>`
    SELECT a."id" FROM "Asset" a, LATERAL (
      SELECT min((p->>0)::float8) AS west, max((p->>0)::float8) AS east,
             min((p->>1)::float8) AS south, max((p->>1)::float8) AS north
      FROM jsonb_array_elements(
        CASE WHEN jsonb_typeof(a."georef"->'footprint') = 'array' THEN a."georef"->'footprint' ELSE '[]'::jsonb END
      ) AS p
    ) f
    WHERE a."projectId" = ${scope.projectId}::uuid AND a."id" <> ${except}::uuid
      AND f.west <= ${box.east} AND f.east >= ${box.west} AND f.south <= ${box.north} AND f.north >= ${box.south}`;
  const rows = await db().asset.findMany({
    where: { projectId: scope.projectId, id: { in: near.map(({ id }) => id) } },
    select: ASSET,
  });
  return rows
    .map(toContextAsset)
    .sort((a, b) => `${a.takenAt ?? ''}${a.name}`.localeCompare(`${b.takenAt ?? ''}${b.name}`));
}

function toContextAsset({ provenance, georef, rendering, ...row }: AssetRow): ContextAsset {
  const { takenAt } = provenance as { takenAt?: unknown };
  return {
    ...row,
    takenAt: typeof takenAt === 'string' ? takenAt : null,
    georef: Georeference.nullable().parse(georef),
    rendering: Rendering.parse(rendering),
  };
}
