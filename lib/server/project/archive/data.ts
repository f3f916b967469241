import type { ArchiveSummary } from '@/lib/domain/project/schema';
import type { ProjectScope } from '@/lib/server/auth/project-scope';
import { db } from '@/lib/server/db/client';

/** What stops and what stays when the project is archived, counted now. */
export async function readArchiveSummary({ projectId }: ProjectScope): Promise<ArchiveSummary> {
  const [row] = await db().$queryRaw<ArchiveSummary[]>`
    SELECT
      (SELECT count(*)::int FROM "Job" WHERE "projectId" = p."id" AND "kind" <> 'EXPORT'
        AND "state" IN ('QUEUED', 'LEASED', 'RUNNING')) AS "jobs",
      (SELECT count(*)::int FROM "Invitation" WHERE "projectId" = p."id" AND "usedAt" IS NULL AND "revokedAt" IS NULL
        AND "expiresAt" > now()) AS "invitations",
      (SELECT count(*)::int FROM "Membership" WHERE "projectId" = p."id") AS "members",
      coalesce(n."chips", 0)::int AS "chips", coalesce(n."waiting", 0)::int AS "waiting",
      coalesce(l."leased", 0)::int AS "leased", coalesce(l."offline", 0)::int AS "offline"
    FROM "Project" p,
      LATERAL (SELECT sum("chips") AS "chips", sum("chips") FILTER (WHERE "status" = 'SUBMITTED') AS "waiting"
        FROM "ProjectChipCount" WHERE "projectId" = p."id") n,
      LATERAL (SELECT count(*) AS "leased", count(*) FILTER (WHERE x."offline") AS "offline"
        FROM "ChipLease" x JOIN "Chip" c ON c."id" = x."chipId" WHERE c."projectId" = p."id" AND x."expiresAt" > now()) l
    WHERE p."id" = ${projectId}::uuid`;
  if (!row) throw new Error(`project ${projectId} is gone`);
  return row;
}
