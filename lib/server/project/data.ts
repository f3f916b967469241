import type { Role } from '@/generated/prisma/enums';
import type { ProjectId } from '@/lib/core/ids';
import { projectIdOfRow } from '@/lib/core/ids';
import { ChipFormat } from '@/lib/domain/project/schema';
import type { ProjectView } from '@/lib/domain/project/schema';
import type { ProjectScope } from '@/lib/server/auth/project-scope';
import { CLASS_VIEW, toClassView } from '@/lib/server/class/data';
import { Prisma } from '@/generated/prisma/client';
import { db, statement } from '@/lib/server/db/client';

interface FoundProject {
  projectId: ProjectId;
  slug: string;
  name: string;
  archived: boolean;
}

const FOUND = { id: true, slug: true, name: true, archivedAt: true } as const;

function toFound(row: Prisma.ProjectGetPayload<{ select: typeof FOUND }>): FoundProject {
  const { id, slug, name, archivedAt } = row;
  return { projectId: projectIdOfRow(id), slug, name, archived: archivedAt !== null };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Where clause for a project by id or slug; a slug never has the shape of an id. */
function byKey(slugOrId: string): { id: string } | { slug: string } {
  return UUID.test(slugOrId) ? { id: slugOrId } : { slug: slugOrId };
}

/** Any project of the instance by slug or id, or null. Only the owner may be told of one without a membership. */
export async function findProject(slugOrId: string): Promise<FoundProject | null> {
  const found = await db().project.findUnique({
    where: byKey(slugOrId),
    select: FOUND,
  });
  return found && toFound(found);
}

/** A person's project by slug or id with the role there, or null where there is no membership. */
export async function findMembership(
  userId: string,
  slugOrId: string,
): Promise<(FoundProject & { role: Role }) | null> {
  const byId = UUID.test(slugOrId);
  const [found] = await statement<FoundProject & { role: Role }>(
    null,
    byId ? 'membership-by-id' : 'membership-by-slug',
    Prisma.sql`SELECT p."id" AS "projectId", p."slug", p."name", m."role"::text AS "role", p."archivedAt" IS NOT NULL AS "archived"
      FROM "Membership" m JOIN "Project" p ON p."id" = m."projectId"
      WHERE m."userId" = ${userId}::uuid AND ${byId ? Prisma.sql`p."id" = ${slugOrId}::uuid` : Prisma.sql`p."slug" = ${slugOrId}`}`,
  );
  return found ?? null;
}

const PROJECT_VIEW = {
  id: true,
  slug: true,
  name: true,
  description: true,
  rule: true,
  cellPx: true,
  cellM: true,
  rows: true,
  cols: true,
  blockCells: true,
  chipFormat: true,
  threshold: true,
  controlPercent: true,
  overlapPercent: true,
  consensusRule: true,
  consensusThreshold: true,
  groundTruthPercent: true,
  practiceChips: true,
  practicePercent: true,
  createdAt: true,
  archivedAt: true,
  classes: { select: CLASS_VIEW, orderBy: { index: 'asc' } },
  _count: { select: { assets: true, chips: true } },
} as const;

/** A project with its classes and the caller's role. */
export async function readProject(project: ProjectScope): Promise<ProjectView> {
  const { classes, _count, chipFormat, ...row } = await db().project.findUniqueOrThrow({
    where: { id: project.projectId },
    select: PROJECT_VIEW,
  });
  return {
    ...row,
    chipFormat: ChipFormat.parse(chipFormat),
    role: project.role,
    assets: _count.assets,
    chips: _count.chips,
    classes: classes.map(toClassView),
  };
}
