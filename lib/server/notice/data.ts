import { Prisma } from '@/generated/prisma/client';
import { MANY, NoticeSubject } from '@/lib/domain/notice/schema';
import type { NoticeView } from '@/lib/domain/notice/schema';
import { PREFERENCES } from '@/lib/domain/preference/schema';
import { readsBlind } from '@/lib/server/comment/data';
import { db, statement } from '@/lib/server/db/client';

interface Row {
  id: bigint;
  kind: string;
  slug: string;
  project: string;
  by: string | null;
  at: Date;
  read: boolean;
  chip: number | null;
  review: boolean;
  cell: number | null;
  flag: boolean | null;
  text: string | null;
  jobId: string | null;
  jobKind: string | null;
  jobName: string | null;
  jobChips: number | null;
}

/** A notice "n" that still tells something: of a project that the person opens, and of words that were not taken back. */
const STANDS = Prisma.sql`(u."isOwner" OR m."role" IS NOT NULL) AND k."deletedAt" IS NULL`;

const FROM = Prisma.sql`"Notice" n JOIN "User" u ON u."id" = n."userId" JOIN "Project" p ON p."id" = n."projectId"
  LEFT JOIN "Membership" m ON m."projectId" = n."projectId" AND m."userId" = n."userId"
  LEFT JOIN "Comment" k ON k."id" = n."commentId"`;

const ROLE = Prisma.sql`CASE WHEN u."isOwner" THEN 'ADMIN' ELSE m."role"::text END`;

/** A person's notices, newest first; `unmailed`: only those that are neither read nor mailed. */
export async function readNotices(
  userId: string,
  { before, limit, unmailed = false }: { before: number | null; limit: number; unmailed?: boolean },
): Promise<NoticeView[]> {
  // a page of ids first: what is joined to them is looked up for these alone
  const page = await db().$queryRaw<{ id: bigint }[]>`
    SELECT n."id" FROM ${FROM}
    WHERE n."userId" = ${userId}::uuid AND ${STANDS}
      AND (${before}::bigint IS NULL OR n."id" < ${before}::bigint)
      AND (NOT ${unmailed} OR (n."readAt" IS NULL AND n."mailedAt" IS NULL))
    ORDER BY n."id" DESC LIMIT ${limit}`;
  const rows = await db().$queryRaw<Row[]>`
    SELECT n."id", n."kind"::text AS "kind", p."slug", p."name" AS "project", a."name" AS "by", n."at",
      n."readAt" IS NOT NULL AS "read", c."number" AS "chip", t."cell"::int AS "cell", t."flag",
      coalesce(c."status" = 'SUBMITTED' AND ${ROLE} <> 'LABELER', false) AS "review",
      CASE WHEN n."kind" = 'RETURNED' THEN (SELECT l."returnReason" FROM "Labelling" l
          WHERE l."chipId" = n."chipId" AND l."userId" = n."userId" AND l."kind" = 'PERSON')
        WHEN n."correctionId" IS NOT NULL THEN r."answer"
        WHEN k."id" IS NOT NULL AND (t."userId" = n."userId" OR NOT ${readsBlind(Prisma.sql`n."userId"`, ROLE)}) THEN k."text" END AS "text",
      j."id" AS "jobId", j."kind"::text AS "jobKind", j."params"->>'name' AS "jobName",
      (j."params"->>'chips')::int AS "jobChips"
    FROM ${FROM}
    LEFT JOIN "Comment" t ON t."id" = coalesce(k."threadId", k."id")
    LEFT JOIN "Chip" c ON c."id" = n."chipId"
    LEFT JOIN "Correction" r ON r."id" = n."correctionId"
    LEFT JOIN "Job" j ON j."id" = n."jobId"
    LEFT JOIN "User" a ON a."id" = n."actorId"
    WHERE n."id" = ANY (${page.map(({ id }) => id)}::bigint[])
    ORDER BY n."id" DESC`;
  return rows.map((row) => ({
    id: Number(row.id),
    project: { slug: row.slug, name: row.project },
    by: row.by,
    at: row.at.toISOString(),
    read: row.read,
    subject: NoticeSubject.parse({
      ...{ kind: row.kind, chip: row.chip, review: row.review },
      ...{ cell: row.cell, flag: row.flag, text: row.text },
      job: { id: row.jobId, kind: row.jobKind, name: row.jobName ?? '', chips: row.jobChips ?? 0 },
    }),
  }));
}

/** How many notices of a person are unread, at most MANY. */
export async function countUnread(userId: string): Promise<number> {
  const [row] = await statement<{ unread: number }>(
    null,
    'count-unread',
    Prisma.sql`SELECT count(*)::int AS "unread" FROM (
      SELECT 1 FROM ${FROM} WHERE n."userId" = ${userId}::uuid AND n."readAt" IS NULL AND ${STANDS} LIMIT ${MANY}) x`,
  );
  return row?.unread ?? 0;
}

/** Who gets a digest now, and in which language. */
export interface Addressee {
  userId: string;
  email: string;
  name: string;
  locale: string | null;
}

/** Minutes that a notice waits before it is mailed: who is at work reads it meanwhile. */
const WAIT_MINUTES = 5;
/** People to whom one round writes. */
const ROUND = 100;

/** People with notices to mail whose last mail is as long ago as they want. */
export async function peopleToMail(): Promise<Addressee[]> {
  return await db().$queryRaw`
    SELECT u."id" AS "userId", u."email", u."name", f."value"->>'locale' AS "locale"
    FROM "User" u LEFT JOIN "UserPreference" f ON f."userId" = u."id" AND f."key" = 'mail'
    CROSS JOIN LATERAL (SELECT coalesce(f."value"->>'digest', ${PREFERENCES.mail.initial.digest}) AS "digest") d
    WHERE u."disabledAt" IS NULL AND d."digest" IN ('hourly', 'daily')
      AND EXISTS (SELECT 1 FROM "Notice" n WHERE n."userId" = u."id" AND n."readAt" IS NULL AND n."mailedAt" IS NULL
        AND n."at" < now() - make_interval(mins => ${WAIT_MINUTES}::int))
      AND NOT EXISTS (SELECT 1 FROM "Notice" n WHERE n."userId" = u."id" AND n."mailedAt" IS NOT NULL
        AND n."mailedAt" > now() - CASE d."digest" WHEN 'hourly' THEN interval '1 hour' ELSE interval '1 day' END)
    ORDER BY u."id" LIMIT ${ROUND}`;
}
