// Lists of comments and notices are steps in an index, however many chips and notices there are.
import { beforeAll, expect, test } from 'vitest';
import { CommentQuery } from '@/lib/domain/comment/schema';
import { NoticeQuery } from '@/lib/domain/notice/schema';
import { listCommented } from '@/lib/server/comment/comments';
import { db } from '@/lib/server/db/client';
import { listNotices, unreadNotices } from '@/lib/server/notice/notices';
import { createChips } from '@/tests/server/factories';
import { costly, plansOf } from '@/tests/server/plans';
import { asReviewer, setting } from '@/tests/server/review';
import type { Setting } from '@/tests/server/review';
import { asOwner } from '@/tests/server/owner';

const CHIPS = 20_000;
const COMMENTED = 10_000;
const NOTICES = 20_000;
const PAGE = 50;

let at: Setting;
beforeAll(async () => {
  at = await setting();
  const [first] = await createChips(at.project, 1);
  await db().$executeRaw`
    INSERT INTO "Chip" ("id", "projectId", "assetId", "number", "gridRow", "gridCol", "x", "y", "width", "height", "rows", "cols",
      "cellPx", "imageSha", "mediaType", "block", "split")
    SELECT gen_random_uuid(), "projectId", "assetId", "number" + i, 1, i, 0, 0, "width", "height", "rows", "cols", "cellPx", "imageSha",
      "mediaType", "block", "split"
    FROM "Chip", generate_series(1, ${CHIPS}) i WHERE "id" = ${first?.id}::uuid`;
  await db().$executeRaw`
    INSERT INTO "Comment" ("id", "chipId", "userId", "text")
    SELECT gen_random_uuid(), "id", ${at.ada.userId}::uuid, 'Look.' FROM "Chip"
    WHERE "projectId" = ${at.project.id}::uuid AND "number" % ${CHIPS / COMMENTED} = 0`;
  await db().$executeRaw`
    INSERT INTO "Labelling" ("id", "chipId", "kind", "userId", "cells", "submittedAt")
    SELECT gen_random_uuid(), "chipId", 'PERSON', ${at.ben.userId}::uuid, '\\x01010101', now() FROM "Comment"`;
  await db().$executeRaw`
    INSERT INTO "Notice" ("userId", "projectId", "kind", "chipId", "commentId", "actorId")
    SELECT ${at.rita.userId}::uuid, ${at.project.id}::uuid, 'MENTION', k."chipId", k."id", k."userId"
    FROM "Comment" k, generate_series(1, ${NOTICES / COMMENTED})`;
  await asOwner('VACUUM ANALYZE');
}, 120_000);

/** No step of a page may look at more rows than a few pages have. */
const MOST = { most: 6 * PAGE, never: ['Chip', 'Notice'] };

test.each([0, CHIPS / 2])('a page of chips with open comments after %i', async (cursor) => {
  const query = CommentQuery.parse({ cursor: String(cursor), limit: String(PAGE) });
  const read = () => listCommented(asReviewer(at), at.rita, query);
  expect((await read()).items).toHaveLength(PAGE);
  expect(costly(await plansOf(read), MOST)).toEqual([]);
});

// of so few rows as here, to read all is cheaper than to look up fifty: a small page shows what happens among a million
test('a page of notices, and how many are unread', async () => {
  const read = (cursor: number | undefined) =>
    listNotices(at.rita, NoticeQuery.parse({ limit: '10', ...(cursor ? { cursor } : {}) }));
  const { nextCursor } = await read(undefined);
  expect(costly(await plansOf(() => read(nextCursor)), MOST)).toEqual([]);
  expect(await unreadNotices(at.rita)).toEqual({ unread: 100 });
  expect(costly(await plansOf(() => unreadNotices(at.rita)), MOST)).toEqual([]);
});
