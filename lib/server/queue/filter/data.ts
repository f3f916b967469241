import { Prisma } from '@/generated/prisma/client';
import type { ProjectId } from '@/lib/core/ids';
import type { QueueFilter, QueueArea, QueuePreference } from '@/lib/domain/queue/schema';
import { deployedVersion, isProposedSql } from '@/lib/server/proposal/data';
import type { Db } from '@/lib/server/db/client';

/** What the area or the filter asks of chip `c`. */
export async function condition(
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

/** In which order a mode gives chips `c`. */
export function orderOf({ mode, area }: QueuePreference): Prisma.Sql {
  if (mode !== 'area' || area?.kind !== 'ground') return Prisma.sql`c."number"`;
  return Prisma.sql`"chip_centre"(c."footprint") <-> point(${polygon(area.ring)}::text::polygon)`;
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

async function passes(client: Db, projectId: ProjectId, filter: QueueFilter): Promise<Prisma.Sql> {
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
  proposed: NonNullable<QueueFilter['proposed']>,
): Promise<Prisma.Sql> {
  const version = await deployedVersion(projectId, client);
  return version ? isProposedSql(version, Prisma.sql`c."id"`, proposed) : Prisma.sql`false`;
}
