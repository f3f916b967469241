import { beforeEach, describe, expect, test } from 'vitest';
import type { Chip } from '@/generated/prisma/client';
import { newId } from '@/lib/core/ids';
import { NewComment } from '@/lib/domain/comment/schema';
import { NoticeQuery } from '@/lib/domain/notice/schema';
import type { NoticeSubject } from '@/lib/domain/notice/schema';
import type { Person } from '@/lib/server/auth/gate';
import { addComment, changeComment } from '@/lib/server/comment/comments';
import { readAnswer } from '@/lib/server/correction/ask';
import { undoCorrection } from '@/lib/server/correction/settle';
import { db } from '@/lib/server/db/client';
import { queueJob } from '@/lib/server/jobs/mutations';
import { claimJob, failJob, finishJob } from '@/lib/server/jobs/queue';
import { dropOldNotices } from '@/lib/server/notice/mutations';
import { listNotices, markNotices, unreadNotices } from '@/lib/server/notice/notices';
import { reopenReview } from '@/lib/server/review/reopen';
import { returnReview } from '@/lib/server/review/verdict/verdict';
import { ask, confirmed, decline } from '@/tests/server/correction';
import { scopeOf } from '@/tests/server/factories';
import { asReviewer, label, oneChip, setting } from '@/tests/server/review';
import type { Setting } from '@/tests/server/review';

let at: Setting;
beforeEach(async () => {
  at = await setting();
});

async function say(person: Person, chip: Chip, more: Partial<NewComment> = {}): Promise<string> {
  const request = NewComment.parse({ id: newId(), text: 'Look.', ...more });
  const role = [at.rita, at.rolf].includes(person) ? 'REVIEWER' : 'LABELER';
  await addComment(scopeOf(at.project, role), person, chip.id, request);
  return request.id;
}

async function noticesOf(person: Person): Promise<NoticeSubject[]> {
  const { items } = await listNotices(person, NoticeQuery.parse({}));
  return items.map(({ subject }) => subject);
}

const kindsOf = async (person: Person) => (await noticesOf(person)).map(({ kind }) => kind);

describe('a comment', () => {
  test('tells whom it names, who took part, and who labelled the chip: each once, nobody of their own', async () => {
    const chip = await oneChip(at.project);
    await label(at, at.ada, chip, [1, 1, 1, 1]);
    const thread = await say(at.rita, chip, {
      cell: 2,
      mentions: [at.rolf.userId, at.rita.userId],
    });
    expect(await noticesOf(at.ada)).toEqual([
      { kind: 'COMMENT', chip: chip.number, review: false, cell: 2, flag: false, text: 'Look.' },
    ]);
    expect(await noticesOf(at.rolf)).toMatchObject([{ kind: 'MENTION', review: true, cell: 2 }]);
    await say(at.ada, chip, { threadId: thread, text: 'So?', mentions: [at.rita.userId] });
    await say(at.rolf, chip, { threadId: thread, text: 'So.' });
    expect(await kindsOf(at.rita)).toEqual(['REPLY', 'MENTION']);
    expect(await kindsOf(at.ada)).toEqual(['REPLY', 'COMMENT']);
    expect(await kindsOf(at.rolf)).toEqual(['MENTION']);
    expect((await noticesOf(at.ada))[0]).toMatchObject({ cell: 2, text: 'So.' });
    expect(await kindsOf(at.ben)).toEqual([]);
  });

  test('that names somebody later tells them, and once taken back nobody', async () => {
    const chip = await oneChip(at.project);
    const id = await say(at.rita, chip);
    const change = (act: 'delete' | 'restore') =>
      changeComment(asReviewer(at), at.rita, { chip: chip.id, comment: id }, { act });
    await changeComment(
      asReviewer(at),
      at.rita,
      { chip: chip.id, comment: id },
      { act: 'edit', text: '@Rolf', mentions: [at.rolf.userId] },
    );
    expect(await kindsOf(at.rolf)).toEqual(['MENTION']);
    await change('delete');
    expect(await kindsOf(at.rolf)).toEqual([]);
    expect(await unreadNotices(at.rolf)).toEqual({ unread: 0 });
    await change('restore');
    expect(await unreadNotices(at.rolf)).toEqual({ unread: 1 });
  });

  test('of a chip that a labeler has not submitted tells them that there is one, not what it says', async () => {
    const chip = await oneChip(at.project);
    await say(at.ben, chip, { text: 'All shrubs.', mentions: [at.ada.userId] });
    expect(await noticesOf(at.ada)).toMatchObject([{ kind: 'MENTION', text: null }]);
    await label(at, at.ada, chip, [1, 1, 1, 1]);
    expect(await noticesOf(at.ada)).toMatchObject([{ kind: 'MENTION', text: 'All shrubs.' }]);
  });
});

describe('a return', () => {
  test('tells who labelled the chip, with the reason, and is read by the next submission', async () => {
    const chip = await oneChip(at.project);
    await label(at, at.ada, chip, [1, 1, 1, 1]);
    await returnReview(asReviewer(at), at.rita, chip.id, 'Look at the edge.');
    expect(await noticesOf(at.ada)).toEqual([
      { kind: 'RETURNED', chip: chip.number, text: 'Look at the edge.' },
    ]);
    expect(await unreadNotices(at.ada)).toEqual({ unread: 1 });
    await label(at, at.ada, chip, [16, 1, 1, 1]);
    expect(await unreadNotices(at.ada)).toEqual({ unread: 0 });
    expect(await kindsOf(at.ada)).toEqual(['RETURNED']);
  });

  test('that is undone was never told', async () => {
    const chip = await oneChip(at.project);
    await label(at, at.ada, chip, [1, 1, 1, 1]);
    await returnReview(asReviewer(at), at.rita, chip.id, 'Oops');
    await reopenReview(asReviewer(at), at.rita, chip.id);
    expect(await kindsOf(at.ada)).toEqual([]);
  });
});

test('a verdict on a correction tells who asked, goes with its undo, and is read with the answer on the chip', async () => {
  const chip = await confirmed(at);
  const id = await ask(at, chip, at.ada, [16]);
  await decline(at, chip, id);
  expect(await noticesOf(at.ada)).toEqual([
    { kind: 'CORRECTION_DECLINED', chip: chip.number, text: 'It is a shadow.' },
  ]);
  await undoCorrection(asReviewer(at), at.rolf, chip.id, id);
  expect(await kindsOf(at.ada)).toEqual([]);
  await decline(at, chip, id);
  await readAnswer(at.project.scope, at.ada, chip.id);
  expect(await kindsOf(at.ada)).toEqual(['CORRECTION_DECLINED']);
  expect(await unreadNotices(at.ada)).toEqual({ unread: 0 });
});

test('the end of a job tells who asked for it; imports and what nobody asked for tell nobody', async () => {
  const job = async (kind: 'EXPORT' | 'CUT', by: Person | null) => {
    await queueJob({ kind, projectId: at.project.id, params: {}, createdById: by?.userId ?? null });
    const claimed = await claimJob('test', [kind]);
    if (!claimed) throw new Error('no job');
    return { jobId: claimed.id, leaseToken: claimed.leaseToken };
  };
  await finishJob(await job('EXPORT', at.rita), () => Promise.resolve({}));
  await failJob(await job('EXPORT', at.rita), { class: 'BUG', message: 'x' });
  await finishJob(await job('CUT', at.rita), () => Promise.resolve({}));
  await finishJob(await job('EXPORT', null), () => Promise.resolve({}));
  expect(await noticesOf(at.rita)).toMatchObject([
    { kind: 'JOB_FAILED', job: { kind: 'EXPORT' } },
    { kind: 'JOB_SUCCEEDED', job: { kind: 'EXPORT' } },
  ]);
});

test('notices are read one by one, unread again or all at once, and come in pages', async () => {
  const chip = await oneChip(at.project);
  for (const text of ['1', '2', '3'])
    await say(at.rita, chip, { text, mentions: [at.rolf.userId] });
  const page = await listNotices(at.rolf, NoticeQuery.parse({ limit: '2' }));
  expect(page.items.map(({ subject }) => 'text' in subject && subject.text)).toEqual(['3', '2']);
  const [third, second] = page.items;
  if (!third || !second) throw new Error('no notices');
  const rest = await listNotices(at.rolf, NoticeQuery.parse({ cursor: String(page.nextCursor) }));
  expect(rest.items).toHaveLength(1);
  expect(rest.nextCursor).toBeUndefined();
  expect(await markNotices(at.rolf, { ids: [third.id], read: true })).toEqual({ unread: 2 });
  // not somebody else's
  expect(await markNotices(at.ada, { ids: [second.id], read: true })).toEqual({ unread: 0 });
  expect(await markNotices(at.rolf, { ids: [third.id], read: false })).toEqual({ unread: 3 });
  // what came after the page was drawn stays unread
  expect(await markNotices(at.rolf, { upTo: second.id })).toEqual({ unread: 1 });
});

test('whoever leaves a project is told nothing more of it; what was read long ago goes', async () => {
  const chip = await oneChip(at.project);
  await say(at.rita, chip, { mentions: [at.rolf.userId, at.ada.userId] });
  await db().membership.deleteMany({ where: { userId: at.rolf.userId } });
  expect(await kindsOf(at.rolf)).toEqual([]);
  expect(await unreadNotices(at.rolf)).toEqual({ unread: 0 });
  await db()
    .$executeRaw`UPDATE "Notice" SET "readAt" = now() - interval '91 days' WHERE "userId" = ${at.ada.userId}::uuid`;
  await dropOldNotices();
  expect(await db().notice.count({ where: { chipId: chip.id } })).toBe(1);
});
