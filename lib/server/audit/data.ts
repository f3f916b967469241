import { Prisma } from '@/generated/prisma/client';
import type { ProjectId } from '@/lib/core/ids';
import { AuditLine } from '@/lib/domain/audit/schema';
import type { AuditFilter, AuditPage } from '@/lib/domain/audit/schema';
import { db } from '@/lib/server/db/client';

interface Row {
  id: bigint;
  at: Date;
  slug: string | null;
  project: string | null;
}

/** What "AuditEvent_words" indexes. */
const WORDS = Prisma.sql`(e."thingName" || ' ' || e."actorName" || ' ' || e."actorEmail" || ' ' || coalesce(e."address", ''))`;

/**
 * Lines of a project, or of the whole instance (null), newest first, from a place on: one step in an index, however many there are.
 */
export async function readAudit(
  projectId: ProjectId | null,
  filter: AuditFilter & { cursor?: string | undefined; limit: number },
): Promise<AuditPage> {
  const { limit } = filter;
  const rows = await db().$queryRaw<Row[]>`
    SELECT e."id", e."at", e."actor"::text AS "actor", e."actorId", e."actorName", e."actorEmail", e."via", e."credentialId", e."address",
      e."agent", e."requestId", e."action", e."thingKind", e."thingId", e."thingName", e."before", e."after", p."slug", p."name" AS "project"
    FROM (
      SELECT * FROM "AuditEvent" e WHERE ${Prisma.join(conditionsOf(projectId, filter), ' AND ')}
      ORDER BY e."at" DESC, e."id" DESC LIMIT ${limit + 1}
    ) e LEFT JOIN "Project" p ON p."id" = e."projectId"
    ORDER BY e."at" DESC, e."id" DESC`;
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    items: rows.slice(0, limit).map(({ slug, project, id, at, ...row }) =>
      AuditLine.parse({
        ...row,
        ...{ id: Number(id), at: at.toISOString() },
        project: slug === null || project === null ? null : { slug, name: project },
      }),
    ),
    ...(last ? { nextCursor: `${String(last.at.getTime())}.${String(last.id)}` } : {}),
  };
}

function conditionsOf(
  projectId: ProjectId | null,
  filter: AuditFilter & { cursor?: string | undefined },
): Prisma.Sql[] {
  const { person, topic, thing, from, until, text, cursor } = filter;
  const conditions = [Prisma.sql`true`];
  if (projectId !== null) conditions.push(Prisma.sql`e."projectId" = ${projectId}::uuid`);
  if (person !== undefined) conditions.push(Prisma.sql`e."actorId" = ${person}::uuid`);
  if (topic !== undefined) conditions.push(Prisma.sql`e."topic" = ${topic}`);
  if (thing !== undefined) conditions.push(Prisma.sql`e."thingId" = ${thing}`);
  if (from !== undefined) conditions.push(Prisma.sql`e."at" >= ${from}::timestamptz`);
  if (until !== undefined) conditions.push(Prisma.sql`e."at" < ${until}::timestamptz`);
  if (text !== undefined && text !== '') {
    const pattern = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    conditions.push(Prisma.sql`${WORDS} ILIKE ${pattern}`);
  }
  if (cursor !== undefined) {
    const [ms = '0', id = '0'] = cursor.split('.');
    const at = new Date(Number(ms)).toISOString();
    conditions.push(Prisma.sql`(e."at", e."id") < (${at}::timestamptz, ${id}::bigint)`);
  }
  return conditions;
}
